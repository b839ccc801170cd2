#include <iostream>
#include <memory>

#include "model/dataset/packed_dataset.h"
#include "model/dataset/split.h"
#include "model/package/package.h"
#include "model/package/state_dict.h"
#include "model/package/weights_file.h"
#include "model/tools/commands.h"
#include "model/training/checkpoint.h"

namespace sonolist::model::tools {
namespace {

using nlohmann::json;

std::int64_t numbers_in(const TensorMap& tensors) {
  std::int64_t numbers = 0;
  for (const auto& [name, tensor] : tensors) numbers += tensor.numel();
  return numbers;
}

json of_checkpoint(const std::string& path) {
  const auto checkpoint = read_checkpoint(path);
  return {{"kind", "checkpoint"},
          {"iteration", checkpoint.iteration},
          {"numbers", numbers_in(checkpoint.network)},
          {"averaged", !checkpoint.average.empty()},
          {"description", to_json(checkpoint.description)}};
}

// Loads the weights too: the answer then also says that hash and tensors are right.
json of_package(const std::string& path) {
  const auto package = load_package(path);
  return {{"kind", "package"},
          {"numbers", numbers_in(state_dict(*package.network))},
          {"manifest", to_json(package.manifest)}};
}

json of_dataset(const std::string& path) {
  const auto dataset = read_packed(path);
  std::vector<std::int64_t> pixels(dataset.classes.size());
  for (const auto label : dataset.labels) ++pixels[label];
  json shares = json::object();
  for (std::size_t i = 0; i < pixels.size(); ++i) {
    shares[dataset.classes[i]] = static_cast<double>(pixels[i]) / static_cast<double>(dataset.labels.size());
  }
  return {{"kind", "packed data set"},
          {"count", dataset.count},
          {"height", dataset.height},
          {"width", dataset.width},
          {"source", dataset.source},
          {"simulated", dataset.simulated},
          {"groups", distinct_groups(dataset.groups).size()},
          {"share_of_pixels", shares}};
}

json of_state_dict(const std::string& path) {
  const auto tensors = read_named_tensors(path);
  json shapes = json::object();
  for (const auto& [name, tensor] : tensors) shapes[name] = tensor.sizes().vec();
  return {{"kind", "state dict"}, {"numbers", numbers_in(tensors)}, {"tensors", shapes}};
}

json inspect(const std::string& path) {
  const auto kind = weights_file_kind(path);
  if (!kind) return of_dataset(path);
  if (kind == WeightsFile::kPackage) return of_package(path);
  return kind == WeightsFile::kCheckpoint ? of_checkpoint(path) : of_state_dict(path);
}

}  // namespace

void add_inspect_command(CLI::App& application) {
  auto path = std::make_shared<std::string>();
  auto* command = application.add_subcommand(
      "inspect", "Checks a package, checkpoint, state dict or packed data set and describes it");
  command->add_option("path", *path, "Package folder or .zip, checkpoint, state dict, or packed data set")
      ->required()
      ->check(CLI::ExistingPath);
  command->callback([path] { std::cout << inspect(*path).dump(2) << '\n'; });
}

}  // namespace sonolist::model::tools
