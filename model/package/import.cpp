#include "model/package/import.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "model/error.h"
#include "model/package/state_dict.h"
#include "model/package/weights_file.h"

namespace sonolist::model {
namespace {

constexpr std::string_view kPrefix = "encoder.";

bool starts_with(std::string_view text, std::string_view start) {
  return text.substr(0, start.size()) == start;
}
bool ends_with(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

// Torchvision's "fc", and the head of the PyTorch ports of EfficientNet.
bool is_of_the_classifier(const std::string& name) {
  for (const char* prefix : {"fc.", "_fc.", "_conv_head.", "_bn1."}) {
    if (starts_with(name, prefix)) return true;
  }
  return false;
}

void undo_fresh_attention(const TensorMap& targets) {
  constexpr std::string_view kGate = "attention.hw.bn.weight";
  for (const auto& [name, gate] : targets) {
    if (!ends_with(name, ".attention.hw.bn.weight") || gate.count_nonzero().item<std::int64_t>() != 0) continue;
    const auto block = name.substr(0, name.size() - kGate.size());
    const auto last = block + (targets.count(block + "bn3.weight") != 0 ? "bn3" : "bn2");
    for (const char* parameter : {".weight", ".bias"}) {
      torch::Tensor target = targets.at(last + parameter);
      target.mul_(2);
    }
  }
}

}  // namespace

EncoderImport import_encoder(SegmentationNetwork& network, TensorMap checkpoint, const std::string& origin) {
  const auto targets = state_dict(network);
  std::vector<std::pair<torch::Tensor, torch::Tensor>> copies;
  for (const auto& [name, target] : targets) {
    if (!starts_with(name, kPrefix) || name.find(".attention") != std::string::npos) continue;
    const auto source = name.substr(kPrefix.size());
    const auto found = checkpoint.find(source);
    if (found == checkpoint.end()) {
      if (ends_with(name, ".num_batches_tracked")) continue;  // absent from checkpoints before PyTorch 0.4.1
      throw ModelError(origin + ": tensor '" + source +
                       "' is missing; is it the state dict of this encoder, with torchvision's names?");
    }
    require_fitting(target, found->second, source, origin);
    copies.emplace_back(target, found->second);
    checkpoint.erase(found);
  }
  EncoderImport result;
  for (const auto& item : checkpoint) {
    if (!is_of_the_classifier(item.first)) {
      throw ModelError(origin + ": tensor '" + item.first + "' is unknown to the encoder");
    }
    result.ignored.push_back(item.first);
  }
  torch::NoGradGuard no_grad;
  for (auto& [target, source] : copies) target.copy_(source);
  undo_fresh_attention(targets);
  result.tensors = static_cast<int>(copies.size());
  return result;
}

EncoderImport import_encoder(SegmentationNetwork& network, const std::string& path) {
  return import_encoder(network, read_named_tensors(path), path);
}

}  // namespace sonolist::model
