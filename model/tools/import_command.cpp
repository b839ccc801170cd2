#include <iostream>
#include <memory>

#include "model/package/state_dict.h"
#include "model/tools/architecture_option.h"
#include "model/tools/commands.h"
#include "model/tools/option_values.h"
#include "model/training/checkpoint.h"
#include "model/training/initial_weights.h"

namespace sonolist::model::tools {
namespace {

struct ImportOptions {
  std::string weights, out, size = "480x640", source;
  std::vector<std::string> classes;
  Architecture architecture;
  std::uint64_t seed = 1;
};

void import_weights(const ImportOptions& options) {
  const auto size = parse_size(options.size, "--size");
  Checkpoint checkpoint;
  checkpoint.description = {options.architecture, {"background"}, size.height, size.width, options.source};
  auto& classes = checkpoint.description.classes;
  classes.insert(classes.end(), options.classes.begin(), options.classes.end());
  torch::manual_seed(options.seed);
  const auto network = make_network(options.architecture, checkpoint.description.channels());
  const auto report = start_from(*network, options.weights);
  checkpoint.network = state_dict(*network);
  write_checkpoint(checkpoint, nullptr, options.out);
  std::cout << options.out << ": " << report.filled.size() << " tensors from " << options.weights << ", "
            << report.missing.size() << " fresh, " << report.unused.size() << " of the file unused\n";
}

}  // namespace

void add_import_command(CLI::App& application) {
  auto options = std::make_shared<ImportOptions>();
  auto* command = application.add_subcommand("import", "Makes a checkpoint of weights that were trained elsewhere");
  command
      ->add_option("weights", options->weights,
                   "State dict of torchvision's resnet50 (.safetensors: the encoder), a package or a checkpoint (.pt)")
      ->required();
  command->add_option("--out", options->out, "Checkpoint to write, for train --init-from and export")->required();
  command->add_option("--classes", options->classes, "Names of the classes without the background (comma separated)")
      ->delimiter(',')
      ->required();
  command->add_option("--size", options->size, "HEIGHTxWIDTH of the pictures that the network is for");
  command->add_option("--source", options->source, "What the weights were trained on, and their licence");
  command->add_option("--seed", options->seed, "Of the weights that the file does not hold");
  add_architecture_options(*command, options->architecture);
  command->callback([options] { import_weights(*options); });
}

}  // namespace sonolist::model::tools
