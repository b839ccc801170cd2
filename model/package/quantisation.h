// int8.json, the optional file of a package that lets its network run in 8 bits, and what that costs in accuracy.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace sonolist::model {

// Mean Dice over the images whose reference holds the class.
struct PrecisionLoss {
  std::string class_name;
  std::int64_t images = 0;
  double float_dice = 0.0, int8_dice = 0.0;
  double loss() const { return float_dice - int8_dice; }
};

struct Quantisation {
  // Of each network of the package, in the order of its weights files: their hash, and the range of each operation's
  // result over the calibration images (model/compiled/activation_ranges.h).
  std::vector<std::string> weights_sha256;
  std::vector<std::vector<float>> ranges;
  std::string calibrated_on, measured_on;
  std::int64_t calibration_images = 0;
  double largest_loss = 0.0;  // that was allowed
  std::vector<PrecisionLoss> losses;
};

// Throws ModelError "<origin>: field '...': ..." for the first field that is missing, wrong or unknown.
Quantisation parse_quantisation(const nlohmann::json& document, const std::string& origin);
nlohmann::json to_json(const Quantisation& quantisation);

}  // namespace sonolist::model
