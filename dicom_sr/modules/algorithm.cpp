#include "dicom_sr/modules/algorithm.h"

#include <algorithm>

#include "dicom_sr/error.h"
#include "dicom_sr/modules/value_check.h"

namespace sonolist::dicom {

namespace {

constexpr std::size_t kSha256Digits = 64;

void require_hash(const std::string& field, const std::string& hash) {
  if (hash.size() != kSha256Digits || hash.find_first_not_of("0123456789abcdef") != std::string::npos)
    throw DicomError(ErrorClass::kConfiguration, field + " must be 64 lower-case hex digits");
}

}  // namespace

void require_algorithm(const Algorithm& algorithm) {
  require_text("algorithm.model_name", algorithm.model_name, kLongString, ErrorClass::kConfiguration);
  require_text("algorithm.model_version", algorithm.model_version, kLongString, ErrorClass::kConfiguration);
  require_text("algorithm.model_title", algorithm.model_title, kLongString, ErrorClass::kConfiguration);
  require_hash("algorithm.weights_sha256", algorithm.weights_sha256);
  if (!algorithm.settings_sha256.empty()) require_hash("algorithm.settings_sha256", algorithm.settings_sha256);
}

std::string settings_text(const Algorithm& algorithm) {
  std::string text;
  if (!algorithm.settings_sha256.empty()) text = "settings SHA-256 " + algorithm.settings_sha256;
  if (algorithm.precision.empty()) return text;
  return text + (text.empty() ? "" : ", ") + "precision " + algorithm.precision;
}

std::string series_description(const Algorithm& algorithm, const std::string& kind) {
  const std::string full = std::string("AI RESEARCH ") + (algorithm.simulated ? "SIMULATED " : "") + kind + " " +
                           algorithm.model_name + " " + algorithm.model_version;
  return full.substr(0, std::min(full.size(), kLongString));
}

}  // namespace sonolist::dicom
