#include "model/package/import.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "model/error.h"
#include "model/package/mapped_file.h"
#include "model/package/safetensors.h"
#include "model/package/state_dict.h"

namespace sonolist::model {
namespace {

constexpr std::string_view kPrefix = "encoder.";

bool starts_with(std::string_view text, std::string_view start) {
  return text.substr(0, start.size()) == start;
}
bool ends_with(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

// Torch saves a zip archive, since 1.6, or a bare pickle, which starts with its protocol number.
bool is_pytorch_checkpoint(std::string_view bytes) {
  return starts_with(bytes, "PK") || starts_with(bytes, "\x80");
}

void undo_fresh_attention(const TensorMap& targets) {
  constexpr std::string_view kGate = "attention.hw.bn.weight";
  for (const auto& [name, gate] : targets) {
    if (!ends_with(name, ".attention.hw.bn.weight") || gate.count_nonzero().item<std::int64_t>() != 0) continue;
    const auto block = name.substr(0, name.size() - kGate.size());
    for (const char* parameter : {"bn3.weight", "bn3.bias"}) {
      torch::Tensor target = targets.at(block + parameter);
      target.mul_(2);
    }
  }
}

}  // namespace

EncoderImport import_encoder(SegmentationNetwork& network, const std::string& path) {
  const MappedFile file(path);
  if (is_pytorch_checkpoint(file.bytes())) {
    throw ModelError(path +
                     ": is a PyTorch checkpoint; convert it where it is trusted: python3 -c \"import torch, "
                     "safetensors.torch as s; s.save_file(torch.load('in.pth', weights_only=True), "
                     "'out.safetensors')\"");
  }
  auto checkpoint = parse_safetensors(file.bytes(), path);
  const auto targets = state_dict(network);
  std::vector<std::pair<torch::Tensor, torch::Tensor>> copies;
  for (const auto& [name, target] : targets) {
    if (!starts_with(name, kPrefix) || name.find(".attention") != std::string::npos) continue;
    const auto source = name.substr(kPrefix.size());
    const auto found = checkpoint.find(source);
    if (found == checkpoint.end()) {
      if (ends_with(name, ".num_batches_tracked")) continue;  // absent from checkpoints before PyTorch 0.4.1
      throw ModelError(path + ": tensor '" + source + "' is missing; is it a state dict of torchvision's resnet50?");
    }
    require_fitting(target, found->second, source, path);
    copies.emplace_back(target, found->second);
    checkpoint.erase(found);
  }
  EncoderImport result;
  for (const auto& item : checkpoint) {
    if (!starts_with(item.first, "fc.")) {
      throw ModelError(path + ": tensor '" + item.first + "' is unknown to the encoder");
    }
    result.ignored.push_back(item.first);
  }
  torch::NoGradGuard no_grad;
  for (auto& [target, source] : copies) target.copy_(source);
  undo_fresh_attention(targets);
  result.tensors = static_cast<int>(copies.size());
  return result;
}

}  // namespace sonolist::model
