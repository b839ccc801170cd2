#include "model/training/initial_weights.h"

#include <filesystem>

#include "model/error.h"
#include "model/package/import.h"
#include "model/package/package.h"
#include "model/package/state_dict.h"
#include "model/training/checkpoint.h"

namespace sonolist::model {
namespace {

TensorMap read_weights(const std::string& path) {
  if (std::filesystem::path(path).extension() == ".pt") return weights_for_use(read_checkpoint(path));
  return state_dict(*load_package(path).network);
}

FillReport fill_encoder(SegmentationNetwork& network, const std::string& path) {
  FillReport report;
  report.unused = import_encoder(network, path).ignored;
  for (const auto& [name, tensor] : state_dict(network)) {
    const bool imported = name.rfind("encoder.", 0) == 0 && name.find(".attention") == std::string::npos;
    (imported ? report.filled : report.missing).push_back(name);
  }
  return report;
}

}  // namespace

FillReport fill_matching(torch::nn::Module& network, const TensorMap& tensors) {
  const torch::NoGradGuard no_gradient;
  const auto targets = state_dict(network);
  FillReport report;
  for (auto [name, target] : targets) {
    const auto found = tensors.find(name);
    if (found != tensors.end() && found->second.sizes() == target.sizes()) {
      target.copy_(found->second);
      report.filled.push_back(name);
      continue;
    }
    report.missing.push_back(name);
    if (found != tensors.end()) report.reshaped.push_back(name);
  }
  for (const auto& [name, tensor] : tensors) {
    if (targets.count(name) == 0) report.unused.push_back(name);
  }
  return report;
}

FillReport start_from(SegmentationNetwork& network, const std::string& path) {
  if (!std::filesystem::exists(path)) throw ModelError(path + ": there is no such file or folder");
  if (std::filesystem::path(path).extension() == ".safetensors") return fill_encoder(network, path);
  auto report = fill_matching(network, read_weights(path));
  if (report.filled.empty()) throw ModelError(path + ": no tensor has a name and shape of this architecture");
  return report;
}

}  // namespace sonolist::model
