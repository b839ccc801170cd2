#include "model/training/normalise.h"

namespace sonolist::model {

torch::Tensor normalise_grey(const torch::Tensor& grey, const NetworkInput& input) {
  const auto per_channel = [&](const std::array<double, 3>& values) {
    return torch::tensor({values[0], values[1], values[2]}, grey.options()).view({1, 3, 1, 1});
  };
  return (grey - per_channel(input.mean)) / per_channel(input.std);
}

}  // namespace sonolist::model
