// State dicts in files of torch.save, read as data: no Python object is made, no code runs.
#pragma once

#include <string>
#include <string_view>

#include "model/package/safetensors.h"

namespace sonolist::model {

// Whether `bytes` begin as torch.save's files do: a .zip with data.pkl (PyTorch 1.6 and later; a TorchScript module,
// which has constants.pkl too, is none), or a bare pickle (before, and the files of torchvision's older weights).
bool is_torch_save(std::string_view bytes, const std::string& origin);

// Tensors own their memory (those that share a storage share it here too) and are on the CPU; F16 and BF16 are widened
// to F32. The state dict is the file's object itself, or its entry "state_dict", "model" or "model_state_dict"; the
// prefix "module." that torch.nn.DataParallel gives to all names is dropped. Throws ModelError naming `origin` and what
// is wrong: a global that no state dict needs, an entry that is no tensor, a tensor that reaches beyond its storage or
// shows a number twice, a storage beyond the file.
TensorMap parse_torch_state_dict(std::string_view bytes, const std::string& origin);

}  // namespace sonolist::model
