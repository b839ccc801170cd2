#include <iostream>
#include <memory>

#include "model/tools/checkpoint_package.h"
#include "model/tools/commands.h"

namespace sonolist::model::tools {
namespace {

struct ExportOptions {
  std::string checkpoint, manifest_template, out;
  PackageIdentity identity;
  bool full_precision = false;
};

void export_package(const ExportOptions& options) {
  const auto made = package_checkpoint(options.checkpoint, options.manifest_template, options.identity,
                                       !options.full_precision, options.out);
  std::cout << options.out << ": " << made.manifest.name << " " << made.manifest.version << " after " << made.iterations
            << " iterations, SHA-256 of the weights " << made.manifest.weights_sha256 << '\n';
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
