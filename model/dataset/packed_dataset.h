// A data set of pictures and label maps of one size in one file: what training reads, on any machine, without
// OpenCV or DICOM.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace sonolist::model {

// File layout, little endian: 8 bytes "SONOPACK", uint32 header length, header (JSON, UTF-8), then per sample
// height*width bytes grey picture followed by height*width bytes labels.
// Header: {"version":1,"count":N,"height":H,"width":W,"classes":["background","femur",...],
//          "groups":["patient or block of sample 0",...],"names":["0001",...],"source":"statement","simulated":bool}
struct PackedDataset {
  std::int64_t count = 0, height = 0, width = 0;
  std::vector<std::string> classes;  // incl. "background" first
  std::vector<std::string> groups;   // one per sample: patient, study or declared block; splits never cut a group
  std::vector<std::string> names;    // one per sample
  std::string source;                // where it comes from, licence
  bool simulated = false;
  std::vector<std::uint8_t> pictures, labels;  // count*height*width each
};

// Throw ModelError naming file and field. Writing goes through a temporary name.
PackedDataset read_packed(const std::string& path);
void write_packed(const PackedDataset& dataset, const std::string& path);

}  // namespace sonolist::model
