#include <fstream>
#include <iostream>
#include <memory>

#include "model/error.h"
#include "model/package/package.h"
#include "model/package/state_dict.h"
#include "model/tools/commands.h"
#include "model/training/checkpoint.h"

namespace sonolist::model::tools {
namespace {

using nlohmann::json;

struct ExportOptions {
  std::string checkpoint, manifest_template, out, version;
  bool full_precision = false;
};

json read_json(const std::string& path) {
  std::ifstream in(path);
  if (!in) throw ModelError(path + ": cannot be opened; check the path and its permissions");
  try {
    return json::parse(in);
  } catch (const json::parse_error& problem) {
    throw ModelError(path + ": is not JSON: " + problem.what());
  }
}

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

Manifest manifest_of(const ExportOptions& options, const NetworkDescription& description) {
  auto document = read_json(options.manifest_template);
  if (!document.is_object()) throw ModelError(options.manifest_template + ": must hold a JSON object");
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
  if (!options.version.empty()) document["version"] = options.version;
  // Filled in when the weights are written; the manifest is checked before.
  document["weights"] = {{"file", "weights.safetensors"}, {"sha256", std::string(64, '0')}};
  auto manifest = parse_manifest(document, options.manifest_template);
  check_classes(manifest, description, options.manifest_template);
  return manifest;
}

void export_package(const ExportOptions& options) {
  const auto checkpoint = read_checkpoint(options.checkpoint);
  const auto manifest = manifest_of(options, checkpoint.description);
  const auto network = make_network(manifest.architecture, manifest.channels());
  load_state_dict(*network, weights_for_use(checkpoint), options.checkpoint);
  const auto written = write_package(options.out, manifest, *network, !options.full_precision);
  std::cout << options.out << ": " << written.name << " " << written.version << " after " << checkpoint.iteration
            << " iterations, SHA-256 of the weights " << written.weights_sha256 << '\n';
}

}  // namespace

void add_export_command(CLI::App& application) {
  auto options = std::make_shared<ExportOptions>();
  auto* command = application.add_subcommand("export", "Makes a model package of a checkpoint");
  command->add_option("--checkpoint", options->checkpoint, "best.pt, final.pt or last.pt of a run")->required();
  command
      ->add_option("--template", options->manifest_template,
                   "model.json of the package; architecture, input size, metrics and weights are filled in")
      ->required();
  command->add_option("--out", options->out, "Folder of the package")->required();
  command->add_option("--model-version", options->version, "Replaces the version of the template");
  command->add_flag("--fp32", options->full_precision, "Stores 32-bit weights, twice the size");
  command->callback([options] { export_package(*options); });
}

}  // namespace sonolist::model::tools
