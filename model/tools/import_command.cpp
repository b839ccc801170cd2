#include <iostream>
#include <memory>

#include "model/error.h"
#include "model/package/mapped_file.h"
#include "model/package/package.h"
#include "model/package/state_dict.h"
#include "model/tools/architecture_option.h"
#include "model/tools/commands.h"
#include "model/tools/manifest_template.h"
#include "model/tools/option_values.h"
#include "model/training/checkpoint.h"
#include "model/training/initial_weights.h"

namespace sonolist::model::tools {
namespace {

struct ImportOptions {
  std::string weights, out, size, source, manifest_template, version;
  std::vector<std::string> classes;
  Architecture architecture;
  std::uint64_t seed = 1;
  bool torchscript = false, full_precision = false;
};

void report(const std::string& out, const FillReport& filled, const std::string& weights) {
  std::cout << out << ": " << filled.filled.size() << " tensors from " << weights << ", " << filled.missing.size()
            << " fresh, " << filled.unused.size() << " of the file unused\n";
}

void import_checkpoint(const ImportOptions& options) {
  if (options.classes.empty()) throw CLI::RequiredError("--classes (or --template)");
  const auto size = parse_size(options.size.empty() ? "480x640" : options.size, "--size");
  Checkpoint checkpoint;
  checkpoint.description = {options.architecture, {"background"}, size.height, size.width, options.source};
  auto& classes = checkpoint.description.classes;
  classes.insert(classes.end(), options.classes.begin(), options.classes.end());
  torch::manual_seed(options.seed);
  const auto network = make_network(options.architecture, checkpoint.description.channels());
  const auto filled = start_from(*network, options.weights);
  checkpoint.network = state_dict(*network);
  write_checkpoint(checkpoint, nullptr, options.out);
  report(options.out, filled, options.weights);
}

// What the template says of the weights that it is made for.
NetworkDescription described_by_template(const ImportOptions& options) {
  const auto document = read_template(options.manifest_template);
  NetworkDescription description;
  description.architecture = options.architecture;
  if (options.torchscript) description.architecture.type = "torchscript";
  description.training_data = options.source;
  description.classes = {"background"};
  try {
    for (const auto& structure : document.at("classes")) description.classes.push_back(structure.at("name"));
    description.simulated = document.at("simulated");
    description.height = document.at("input").at("height");
    description.width = document.at("input").at("width");
  } catch (const nlohmann::json::exception& problem) {
    throw ModelError(options.manifest_template + ": field 'classes', 'simulated' or 'input': " + problem.what());
  }
  if (!options.size.empty()) {
    const auto size = parse_size(options.size, "--size");
    description.height = size.height;
    description.width = size.width;
  }
  return description;
}

// A package is for use: no tensor of it may be one that nobody trained.
void require_whole(const FillReport& filled, const std::string& weights) {
  for (const auto& name : filled.missing) {
    if (name.find("num_batches_tracked") != std::string::npos) continue;  // counts steps; predictions do not need it
    throw ModelError(weights + ": has no tensor '" + name +
                     "' of the right shape, which a package would hold untrained; without --template it becomes a "
                     "checkpoint to train from");
  }
}

void import_package(const ImportOptions& options) {
  const auto manifest = manifest_of(options.manifest_template, {"", options.version}, described_by_template(options));
  if (options.torchscript) {
    const MappedFile module(options.weights);
    const auto written = write_scripted_package(options.out, manifest, module.bytes());
    std::cout << options.out << ": the module as it is, SHA-256 " << written.weights_sha256 << '\n';
    return;
  }
  const auto network = make_network(manifest.architecture, manifest.channels());
  const auto filled = start_from(*network, options.weights);
  require_whole(filled, options.weights);
  write_package(options.out, manifest, *network, !options.full_precision);
  report(options.out, filled, options.weights);
}

}  // namespace

void add_import_command(CLI::App& application) {
  auto options = std::make_shared<ImportOptions>();
  auto* command = application.add_subcommand(
      "import", "Makes a checkpoint, or with --template a package, of weights that were trained elsewhere");
  command
      ->add_option(
          "weights,--weights", options->weights,
          "State dict (torch.save or safetensors) of torchvision's resnet18, 34 or 50 or of a whole network of "
          "this program, a package or a checkpoint")
      ->required();
  command
      ->add_option("--out", options->out,
                   "Checkpoint to write, for train --init-from and export; with --template the folder of the package")
      ->required();
  auto* manifest = command->add_option("--template", options->manifest_template,
                                       "model.json of the package; the file must then hold the whole network");
  command->add_option("--classes", options->classes, "Names of the classes without the background (comma separated)")
      ->delimiter(',')
      ->excludes(manifest);
  command->add_option("--size", options->size,
                      "HEIGHTxWIDTH of the pictures that the network is for; by default 480x640 or the template's");
  command->add_option("--source", options->source, "What the weights were trained on, and their licence");
  command->add_option("--seed", options->seed, "Of the weights that the file does not hold");
  command->add_option("--model-version", options->version, "Replaces the version of the template")->needs(manifest);
  command->add_flag("--fp32", options->full_precision, "Stores 32-bit weights in the package, twice the size")
      ->needs(manifest);
  command
      ->add_flag("--torchscript", options->torchscript,
                 "The file is a TorchScript module, [N,3,H,W] to logits; runs its code, so it must be trusted")
      ->needs(manifest);
  add_architecture_options(*command, options->architecture);
  command->callback([options] {
    if (options->manifest_template.empty()) return import_checkpoint(*options);
    import_package(*options);
  });
}

}  // namespace sonolist::model::tools
