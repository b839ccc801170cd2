#include "model/package/state_dict.h"

#include <sstream>

#include "model/error.h"

namespace sonolist::model {

TensorMap state_dict(const torch::nn::Module& module) {
  TensorMap tensors;
  for (const auto& item : module.named_parameters()) tensors.emplace(item.key(), item.value());
  for (const auto& item : module.named_buffers()) tensors.emplace(item.key(), item.value());
  return tensors;
}

void load_state_dict(torch::nn::Module& module, const TensorMap& tensors, const std::string& origin) {
  const auto targets = state_dict(module);
  for (const auto& [name, target] : targets) {
    const auto found = tensors.find(name);
    if (found == tensors.end()) throw ModelError(origin + ": tensor '" + name + "' is missing");
    require_fitting(target, found->second, name, origin);
  }
  for (const auto& item : tensors) {
    if (targets.count(item.first) == 0) {
      throw ModelError(origin + ": tensor '" + item.first + "' is unknown to the architecture");
    }
  }
  torch::NoGradGuard no_grad;
  for (auto [name, target] : targets) target.copy_(tensors.at(name));
}

void require_fitting(const torch::Tensor& target, const torch::Tensor& tensor, const std::string& name,
                     const std::string& origin) {
  std::ostringstream reason;
  if (tensor.sizes() != target.sizes()) {
    reason << "has shape " << tensor.sizes() << "; the architecture needs " << target.sizes();
  } else if (tensor.is_floating_point() != target.is_floating_point()) {
    reason << "is of type " << tensor.dtype() << "; the architecture needs " << target.dtype();
  } else if (tensor.is_floating_point() && !tensor.isfinite().all().item<bool>()) {
    reason << "holds a value that is not finite";
  } else {
    return;
  }
  throw ModelError(origin + ": tensor '" + name + "' " + reason.str());
}

}  // namespace sonolist::model
