#include "model/training/initial_weights.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "model/error.h"
#include "model/package/import.h"
#include "model/package/package.h"
#include "model/package/state_dict.h"
#include "model/package/weights_file.h"
#include "model/training/checkpoint.h"

namespace sonolist::model {
namespace {

FillReport fill_encoder(SegmentationNetwork& network, TensorMap tensors, const std::string& path) {
  FillReport report;
  report.unused = import_encoder(network, std::move(tensors), path).ignored;
  for (const auto& [name, tensor] : state_dict(network)) {
    const bool imported = name.rfind("encoder.", 0) == 0 && name.find(".attention") == std::string::npos;
    (imported ? report.filled : report.missing).push_back(name);
  }
  return report;
}

FillReport fill_whole(SegmentationNetwork& network, const TensorMap& tensors, const std::string& path) {
  const auto targets = state_dict(network);
  for (const auto& [name, tensor] : tensors) {
    const auto target = targets.find(name);
    if (target != targets.end() && target->second.sizes() == tensor.sizes()) {
      require_fitting(target->second, tensor, name, path);
    }
  }
  auto report = fill_matching(network, tensors);
  if (report.filled.empty()) throw ModelError(path + ": no tensor has a name and shape of this architecture");
  return report;
}

bool is_whole_network(const TensorMap& tensors) {
  return std::any_of(tensors.begin(), tensors.end(), [](const auto& item) {
    return item.first.rfind("encoder.", 0) == 0 || item.first.rfind("decoder.", 0) == 0;
  });
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
  const auto kind = weights_file_kind(path);
  if (!kind) {
    throw ModelError(
        path + ": is neither a model package, a checkpoint of sonolist-model, a file of torch.save nor safetensors");
  }
  if (kind == WeightsFile::kPackage) return fill_whole(network, state_dict(*load_first_network(path)), path);
  if (kind == WeightsFile::kCheckpoint) return fill_whole(network, weights_for_use(read_checkpoint(path)), path);
  auto tensors = read_named_tensors(path);
  return is_whole_network(tensors) ? fill_whole(network, tensors, path)
                                   : fill_encoder(network, std::move(tensors), path);
}

}  // namespace sonolist::model
