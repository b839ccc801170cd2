// The program and network that made an object.
#pragma once

#include <string>

namespace sonolist::dicom {

// Written as equipment and as algorithm identification of every SEG and SR. All ASCII.
struct Algorithm {
  std::string model_name;      // "anterior-sciatic"
  std::string model_version;   // "0.1.0"
  std::string model_title;     // for descriptions, "Anterior sciatic nerve block"
  std::string weights_sha256;  // 64 hex digits
  bool simulated = false;      // trained on simulated images: said in every description
  std::string precision;       // that the network computed in, "int8"; empty for the usual 32 bits
  // 64 hex digits, of all of the package that decides its answers (an ensemble's other networks, views, temperatures);
  // empty where it is not known.
  std::string settings_sha256;
};

// Throws DicomError(kConfiguration) naming the field that is empty, too long for its attribute (LO, 64) or not ASCII,
// and a hash that is none.
void require_algorithm(const Algorithm& algorithm);

// What Algorithm Parameters say beside the hash of the weights: "settings SHA-256 <hash>, precision int8"; empty when
// there is nothing to say.
std::string settings_text(const Algorithm& algorithm);

// "AI RESEARCH [SIMULATED] <kind> <name> <version>", cut at the 64 characters of an LO: what matters comes first.
std::string series_description(const Algorithm& algorithm, const std::string& kind);

}  // namespace sonolist::dicom
