#include "model/training/network_description.h"

#include "model/error.h"
#include "model/package/architecture_rules.h"

namespace sonolist::model {

using nlohmann::json;

json to_json(const NetworkDescription& description) {
  return {{"architecture", to_json(description.architecture)},
          {"classes", description.classes},
          {"height", description.height},
          {"width", description.width},
          {"training_data", description.training_data},
          {"simulated", description.simulated},
          {"metrics", description.metrics}};
}

NetworkDescription parse_network_description(const json& document, const std::string& origin) {
  NetworkDescription description;
  try {
    const auto& architecture = document.at("architecture");
    architecture.at("type").get_to(description.architecture.type);
    architecture.at("encoder").get_to(description.architecture.encoder);
    architecture.at("attention").get_to(description.architecture.attention);
    architecture.at("attention_placement").get_to(description.architecture.attention_placement);
    architecture.at("output_stride").get_to(description.architecture.output_stride);
    architecture.at("decoder_channels").get_to(description.architecture.decoder_channels);
    if (has_skip_channels(description.architecture.type)) {
      architecture.at("skip_channels").get_to(description.architecture.skip_channels);
    }
    document.at("classes").get_to(description.classes);
    document.at("height").get_to(description.height);
    document.at("width").get_to(description.width);
    document.at("training_data").get_to(description.training_data);
    document.at("simulated").get_to(description.simulated);
    description.metrics = document.at("metrics");
  } catch (const json::exception& problem) {
    throw ModelError(origin + ": the description of the network is damaged: " + problem.what());
  }
  return description;
}

}  // namespace sonolist::model
