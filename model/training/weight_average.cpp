#include "model/training/weight_average.h"

#include <algorithm>

#include "model/error.h"
#include "model/package/state_dict.h"

namespace sonolist::model {

WeightAverage::WeightAverage(const torch::nn::Module& network, double decay) : decay_(decay) {
  if (!(decay > 0.0 && decay < 1.0)) throw ModelError("weight average: give a decay between 0 and 1, such as 0.999");
  for (const auto& [name, tensor] : state_dict(network)) tensors_.emplace(name, tensor.detach().clone());
}

void WeightAverage::update(const torch::nn::Module& network, std::int64_t updates) {
  const torch::NoGradGuard no_gradient;
  const double decay = std::min(decay_, (1.0 + static_cast<double>(updates)) / (10.0 + static_cast<double>(updates)));
  for (const auto& [name, tensor] : state_dict(network)) {
    auto& average = tensors_.at(name);
    if (average.is_floating_point()) {
      average.lerp_(tensor.detach(), 1.0 - decay);
    } else {
      average.copy_(tensor);
    }
  }
}

void WeightAverage::swap(torch::nn::Module& network) {
  const torch::NoGradGuard no_gradient;
  for (auto [name, weights] : state_dict(network)) {
    auto& average = tensors_.at(name);
    const auto kept = weights.detach().clone();
    weights.copy_(average);
    average.copy_(kept);
  }
}

void WeightAverage::set(const TensorMap& tensors, const std::string& origin) {
  const torch::NoGradGuard no_gradient;
  if (tensors.size() != tensors_.size()) throw ModelError(origin + ": the average is of another network");
  for (auto& [name, average] : tensors_) {
    const auto found = tensors.find(name);
    if (found == tensors.end()) throw ModelError(origin + ": tensor '" + name + "' of the average is missing");
    require_fitting(average, found->second, name, origin);
    average.copy_(found->second);
  }
}

}  // namespace sonolist::model
