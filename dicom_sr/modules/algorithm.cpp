#include "dicom_sr/modules/algorithm.h"

#include <algorithm>

#include "dicom_sr/error.h"
#include "dicom_sr/modules/value_check.h"

namespace sonolist::dicom {

namespace {

constexpr std::size_t kSha256Digits = 64;

}  // namespace

void require_algorithm(const Algorithm& algorithm) {
  require_text("algorithm.model_name", algorithm.model_name, kLongString, ErrorClass::kConfiguration);
  require_text("algorithm.model_version", algorithm.model_version, kLongString, ErrorClass::kConfiguration);
  require_text("algorithm.model_title", algorithm.model_title, kLongString, ErrorClass::kConfiguration);
  const std::string& hash = algorithm.weights_sha256;
  if (hash.size() != kSha256Digits || hash.find_first_not_of("0123456789abcdef") != std::string::npos)
    throw DicomError(ErrorClass::kConfiguration, "algorithm.weights_sha256 must be 64 lower-case hex digits");
}

std::string series_description(const Algorithm& algorithm, const std::string& kind) {
  const std::string full = std::string("AI RESEARCH ") + (algorithm.simulated ? "SIMULATED " : "") + kind + " " +
                           algorithm.model_name + " " + algorithm.model_version;
  return full.substr(0, std::min(full.size(), kLongString));
}

}  // namespace sonolist::dicom
