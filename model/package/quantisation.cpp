#include "model/package/quantisation.h"

#include <limits>

#include "model/package/field_reader.h"

namespace sonolist::model {
namespace {

constexpr std::int64_t kMostImages = std::numeric_limits<std::int32_t>::max();

std::vector<float> as_floats(const std::vector<double>& numbers) {
  return {numbers.begin(), numbers.end()};
}

}  // namespace

Quantisation parse_quantisation(const nlohmann::json& document, const std::string& origin) {
  FieldReader reader(document, origin);
  reader.integer("schema", 1, 1);
  Quantisation result;
  for (auto& network : reader.objects("networks")) {
    result.weights_sha256.push_back(network.text("weights_sha256"));
    result.ranges.push_back(as_floats(network.numbers("ranges")));
    network.refuse_unknown();
  }
  result.calibrated_on = reader.text("calibrated_on");
  result.calibration_images = reader.integer("calibration_images", 1, kMostImages);
  result.measured_on = reader.text("measured_on");
  result.largest_loss = reader.number("largest_dice_loss");
  for (auto& dice : reader.objects("dice")) {
    PrecisionLoss loss;
    loss.class_name = dice.text("class");
    loss.images = dice.integer("images", 0, kMostImages);
    loss.float_dice = dice.number("float32");
    loss.int8_dice = dice.number("int8");
    dice.refuse_unknown();
    result.losses.push_back(loss);
  }
  reader.refuse_unknown();
  return result;
}

nlohmann::json to_json(const Quantisation& quantisation) {
  nlohmann::json document{{"schema", 1},
                          {"calibrated_on", quantisation.calibrated_on},
                          {"calibration_images", quantisation.calibration_images},
                          {"measured_on", quantisation.measured_on},
                          {"largest_dice_loss", quantisation.largest_loss},
                          {"networks", nlohmann::json::array()},
                          {"dice", nlohmann::json::array()}};
  for (std::size_t i = 0; i < quantisation.ranges.size(); ++i) {
    document["networks"].push_back(
        {{"weights_sha256", quantisation.weights_sha256.at(i)}, {"ranges", quantisation.ranges[i]}});
  }
  for (const auto& loss : quantisation.losses) {
    document["dice"].push_back(
        {{"class", loss.class_name}, {"images", loss.images}, {"float32", loss.float_dice}, {"int8", loss.int8_dice}});
  }
  return document;
}

}  // namespace sonolist::model
