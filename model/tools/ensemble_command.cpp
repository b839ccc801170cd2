#include <filesystem>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "model/error.h"
#include "model/package/package.h"
#include "model/tools/commands.h"

namespace sonolist::model::tools {
namespace {

struct EnsembleOptions {
  std::vector<std::string> packages;
  std::string out, version;
  TestTimeViews views;
};

void require_same(const nlohmann::json& first, const nlohmann::json& other, const char* field,
                  const std::string& path) {
  if (first.at(field) != other.at(field)) {
    throw ModelError(path + ": field '" + field +
                     "' of model.json differs from that of the first package; an ensemble "
                     "averages networks that see and say the same");
  }
}

void make_ensemble(const EnsembleOptions& options) {
  std::vector<DescribedNetwork> members;
  const auto first = load_package(options.packages.front());
  const auto description = to_json(first.manifest);
  for (const auto& path : options.packages) {
    const auto package = load_package(path);
    const auto other = to_json(package.manifest);
    for (const char* field : {"input", "classes"}) require_same(description, other, field, path);
    if (!package.manifest.members.empty()) throw ModelError(path + ": is an ensemble itself; name its members instead");
    members.push_back({package.manifest.architecture, package.network});
  }
  auto manifest = first.manifest;
  manifest.test_time = options.views;
  manifest.temperatures.clear();  // those of one network do not fit the average
  manifest.metrics = nlohmann::json::object();
  if (!options.version.empty()) manifest.version = options.version;
  const auto written = write_package(options.out, manifest, members);
  std::cout << options.out << ": " << written.name << ' ' << written.version << ", "
            << members.size() * options.views.scales.size() * (options.views.flip ? 2 : 1)
            << " passes a picture; calibrate and evaluate it anew\n";
}

}  // namespace

void add_ensemble_command(CLI::App& application) {
  auto options = std::make_shared<EnsembleOptions>();
  auto* command = application.add_subcommand(
      "ensemble",
      "Makes one package of several networks, or of one with test-time augmentation: probabilities are averaged");
  command->add_option("--package", options->packages, "Package; give the option once for each member")->required();
  command->add_option("--out", options->out, "Folder of the new package")->required();
  command->add_flag("--flip", options->views.flip, "Averages each picture with its mirror image (twice the cost)");
  command->add_option("--scales", options->views.scales, "Sizes at which each picture is seen, such as 1,1.25")
      ->delimiter(',')
      ->check(CLI::Range(0.5, 2.0));
  command->add_option("--model-version", options->version, "Version of the new package; by default the first one's");
  command->callback([options] { make_ensemble(*options); });
}

}  // namespace sonolist::model::tools
