// Training state in one file, written under a temporary name and renamed: a crash leaves the previous checkpoint.
#pragma once

#include <torch/torch.h>

#include <optional>
#include <string>

#include "model/package/safetensors.h"
#include "model/training/network_description.h"

namespace sonolist::model {

struct Checkpoint {
  NetworkDescription description;
  std::int64_t iteration = 0;  // steps taken
  TensorMap network;
  TensorMap average;    // moving average of the weights; empty where none was kept
  TensorMap auxiliary;  // the trainer's head for deep supervision; empty where there is none
};

// `optimizer` may be null (weights only: for use, not for resuming). Tensors are stored as CPU tensors. Throws
// ModelError.
void write_checkpoint(const Checkpoint& checkpoint, const torch::optim::Optimizer* optimizer, const std::string& path);

// On the CPU. `optimizer`, where given, is filled for parameters on `device`; it must have the parameters of the
// checkpoint's network in the same order. Throws ModelError naming the file when it is no checkpoint, is damaged, or
// holds no optimiser.
Checkpoint read_checkpoint(const std::string& path, torch::optim::Optimizer* optimizer = nullptr,
                           const torch::Device& device = torch::kCPU);

// What is to be used for prediction: the average where there is one.
const TensorMap& weights_for_use(const Checkpoint& checkpoint);

}  // namespace sonolist::model
