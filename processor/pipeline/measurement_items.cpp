#include "processor/pipeline/measurement_items.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <utility>

#include "dicom_sr/codes/concepts.h"
#include "processor/error.h"
#include "processor/pipeline/private_codes.h"

namespace sonolist::processor {
namespace {

namespace code = dicom::code;

constexpr std::array kNames = {"area",  "perimeter",   "axes",           "depth",   "echogenicity",
                               "parts", "probability", "estimated_dice", "distance"};

std::string known_names() {
  std::string text;
  for (const char* name : kNames) {
    if (!text.empty()) text += ", ";
    text += name;
  }
  return text;
}

bool is_wanted(const model::Manifest& manifest, const std::string& name) {
  const auto& names = manifest.measurements;
  return names.empty() || std::find(names.begin(), names.end(), name) != names.end();
}

// More decimals would promise a precision that pixels do not have.
double to_four_decimals(double value) {
  return std::round(value * 1e4) / 1e4;
}

dicom::Measurement item(const dicom::Code& concept_name, double value, const dicom::Code& unit,
                        std::optional<dicom::Code> derivation = std::nullopt) {
  return {concept_name, to_four_decimals(value), unit, std::move(derivation), std::nullopt};
}

dicom::Measurement echogenicity_item(const StructureMeasurements& structure, double value,
                                     const dicom::Code& derivation) {
  dicom::Measurement result = item(code::kEchogenicity, value, code::kArbitraryUnit, derivation);
  if (structure.echogenicity_pixels == 0) {
    result.value.reset();
    result.missing = code::kMeasurementFailure;
  }
  return result;
}

}  // namespace

void check_measurement_names(const model::Manifest& manifest) {
  for (const std::string& name : manifest.measurements) {
    if (std::find(kNames.begin(), kNames.end(), name) != kNames.end()) continue;
    throw ProcessorError(FailureClass::kConfiguration, "model " + manifest.name + ": field 'measurements': '" + name +
                                                           "' is unknown; use " + known_names());
  }
}

std::vector<dicom::Measurement> measurement_items(const StructureMeasurements& structure,
                                                  const std::vector<StructureDistance>& distances, bool calibrated,
                                                  const model::Manifest& manifest) {
  const dicom::Code& length = calibrated ? code::kMillimetre : code::kPixels;
  const dicom::Code& surface = calibrated ? code::kSquareMillimetre : code::kPixels;
  std::vector<dicom::Measurement> items = {item(code::kArea, structure.area, surface)};
  if (is_wanted(manifest, "perimeter")) items.push_back(item(code::kPerimeter, structure.perimeter, length));
  if (is_wanted(manifest, "axes")) {
    items.push_back(item(code::kMajorAxis, structure.major_axis, length));
    items.push_back(item(code::kMinorAxis, structure.minor_axis, length));
  }
  if (is_wanted(manifest, "depth")) {
    items.push_back(item(code::kDepth, structure.nearest_depth, length, code::kMinimum));
    items.push_back(item(code::kDepth, structure.central_depth, length, code::kMean));
  }
  if (is_wanted(manifest, "echogenicity")) {
    items.push_back(echogenicity_item(structure, structure.echogenicity_mean, code::kMean));
    items.push_back(echogenicity_item(structure, structure.echogenicity_sd, code::kStandardDeviation));
  }
  if (is_wanted(manifest, "parts")) items.push_back(item(kNumberOfParts, structure.parts, code::kNoUnits));
  if (is_wanted(manifest, "probability")) {
    items.push_back(item(code::kProbability, structure.mean_probability, code::kNoUnits, code::kMean));
  }
  if (is_wanted(manifest, "estimated_dice")) {
    items.push_back(item(kEstimatedDice, structure.estimated_dice, code::kNoUnits));
  }
  if (is_wanted(manifest, "distance")) {
    for (const StructureDistance& distance : distances) {
      items.push_back(item(code::kDistance, distance.value, length, code::kMinimum));
    }
  }
  return items;
}

}  // namespace sonolist::processor
