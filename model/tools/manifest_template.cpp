#include "model/tools/manifest_template.h"

#include <fstream>

#include "model/error.h"

namespace sonolist::model::tools {

using nlohmann::json;

namespace {

// The names of the channels decide what a label means: they must be those that the network was trained with.
void check_classes(const Manifest& manifest, const NetworkDescription& description, const std::string& origin) {
  const auto trained = description.classes.size() - 1;
  if (manifest.classes.size() != trained) {
    throw ModelError(origin + ": field 'classes' has " + std::to_string(manifest.classes.size()) +
                     " entries, the checkpoint was trained with " + std::to_string(trained));
  }
  for (const auto& structure : manifest.classes) {
    const auto& name = description.classes[static_cast<std::size_t>(structure.index)];
    if (structure.name != name) {
      throw ModelError(origin + ": class " + std::to_string(structure.index) + " is '" + structure.name +
                       "', the checkpoint was trained with '" + name + "'");
    }
  }
}

}  // namespace

json read_template(const std::string& path) {
  std::ifstream in(path);
  if (!in) throw ModelError(path + ": cannot be opened; check the path and its permissions");
  try {
    auto document = json::parse(in);
    if (document.is_object()) return document;
  } catch (const json::parse_error& problem) {
    throw ModelError(path + ": is not JSON: " + problem.what());
  }
  throw ModelError(path + ": must hold a JSON object");
}

Manifest manifest_of(const std::string& template_path, const PackageIdentity& identity,
                     const NetworkDescription& description) {
  auto document = read_template(template_path);
  const auto described = to_json(description);
  document["architecture"] = described["architecture"];
  auto& input = document["input"];
  input["height"] = description.height;
  input["width"] = description.width;
  input["colour"] = "grey";
  input["resize"] = "stretch";
  input["mean"] = NetworkInput{}.mean;
  input["std"] = NetworkInput{}.std;
  document["simulated"] = description.simulated;
  document["metrics"] = description.metrics;
  if (document.value("training_data", "").empty()) document["training_data"] = description.training_data;
  if (!identity.name.empty()) document["name"] = identity.name;
  if (!identity.version.empty()) document["version"] = identity.version;
  // Filled in when the weights are written; the manifest is checked before.
  document["weights"] = {{"file", "weights.safetensors"}, {"sha256", std::string(64, '0')}};
  auto manifest = parse_manifest(document, template_path);
  check_classes(manifest, description, template_path);
  return manifest;
}

}  // namespace sonolist::model::tools
