// A network's parameters and buffers as named tensors, and back.
#pragma once

#include <torch/torch.h>

#include <string>

#include "model/package/safetensors.h"

namespace sonolist::model {

// Names as in PyTorch's state_dict(). The tensors share memory with the module.
TensorMap state_dict(const torch::nn::Module& module);

// Copies every tensor into the module, on whatever device that is. Throws ModelError naming `origin` and the first
// tensor that is missing, unknown, of another shape, of another kind of number, or not finite; the module is then
// unchanged.
void load_state_dict(torch::nn::Module& module, const TensorMap& tensors, const std::string& origin);

// Throws as load_state_dict() when `tensor` cannot be the value of `target`.
void require_fitting(const torch::Tensor& target, const torch::Tensor& tensor, const std::string& name,
                     const std::string& origin);

}  // namespace sonolist::model
