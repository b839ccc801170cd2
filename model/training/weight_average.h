// Exponential moving average of weights and batch-norm statistics: smoother than the last step, at no cost in training.
#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <string>

#include "model/package/safetensors.h"

namespace sonolist::model {

class WeightAverage {
 public:
  // Starts as a copy of the network's weights, on their device. Throws ModelError for a decay outside (0,1).
  WeightAverage(const torch::nn::Module& network, double decay);

  // After an optimiser step. `updates` counts from 0: the average follows quickly at first, decay min(decay,
  // (1+n)/(10+n)).
  void update(const torch::nn::Module& network, std::int64_t updates);

  // Exchanges the network's weights and the average; a second call exchanges them back.
  void swap(torch::nn::Module& network);

  // Continues an average that was kept in a file. Throws ModelError naming `origin` and the tensor that does not fit.
  void set(const TensorMap& tensors, const std::string& origin);

  const TensorMap& tensors() const { return tensors_; }

 private:
  double decay_;
  TensorMap tensors_;
};

}  // namespace sonolist::model
