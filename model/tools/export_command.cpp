#include <iostream>
#include <memory>

#include "model/package/package.h"
#include "model/package/state_dict.h"
#include "model/tools/commands.h"
#include "model/tools/manifest_template.h"
#include "model/training/checkpoint.h"

namespace sonolist::model::tools {
namespace {

struct ExportOptions {
  std::string checkpoint, manifest_template, out;
  PackageIdentity identity;
  bool full_precision = false;
};

void export_package(const ExportOptions& options) {
  const auto checkpoint = read_checkpoint(options.checkpoint);
  const auto manifest = manifest_of(options.manifest_template, options.identity, checkpoint.description);
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
  command->add_option("--name", options->identity.name, "Replaces the name in the template");
  command->add_option("--model-version", options->identity.version, "Replaces the version in the template");
  command->add_flag("--fp32", options->full_precision, "Stores 32-bit weights, twice the size");
  command->callback([options] { export_package(*options); });
}

}  // namespace sonolist::model::tools
