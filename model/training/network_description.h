// What a set of trained weights is: kept inside every checkpoint, so that a checkpoint alone can become a package.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "model/package/manifest.h"

namespace sonolist::model {

struct NetworkDescription {
  Architecture architecture;
  std::vector<std::string> classes;    // of the channels, "background" first
  std::int64_t height = 0, width = 0;  // pixels of the pictures trained on, before the crop
  std::string training_data;           // PackedDataset::source
  bool simulated = false;
  nlohmann::json metrics = nlohmann::json::object();  // on the hold-out, of these weights

  int channels() const { return static_cast<int>(classes.size()); }
};

nlohmann::json to_json(const NetworkDescription& description);

// Throws ModelError naming `origin` and the field.
NetworkDescription parse_network_description(const nlohmann::json& document, const std::string& origin);

}  // namespace sonolist::model
