// Weights in files of several kinds, told apart by content: ".pt" and ".pth" are names of all of them.
#pragma once

#include <optional>
#include <string>

#include "model/package/safetensors.h"

namespace sonolist::model {

enum class WeightsFile {
  kPackage,     // folder or .zip of a model package
  kCheckpoint,  // an archive of LibTorch: a checkpoint of sonolist-model, or a TorchScript module
  kTorchSave,   // torch.save
  kSafetensors,
};

// Nothing where it is none of these. Throws ModelError naming `path` when it cannot be read or is damaged.
std::optional<WeightsFile> weights_file_kind(const std::string& path);

// The tensors of a file of kind kTorchSave or kSafetensors by name, as parse_torch_state_dict() and read_safetensors()
// give them. Throws ModelError, for the other kinds too.
TensorMap read_named_tensors(const std::string& path);

}  // namespace sonolist::model
