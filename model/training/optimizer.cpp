#include "model/training/optimizer.h"

#include <string>
#include <vector>

#include "model/error.h"

namespace sonolist::model {

std::unique_ptr<torch::optim::AdamW> make_optimizer(const SegmentationNetwork& network, const torch::nn::Module* head,
                                                    const OptimizerOptions& options) {
  if (!(options.encoder_factor > 0.0 && options.encoder_factor <= 10.0)) {
    throw ModelError("encoder learning rate factor: give a number over 0, at most 10");
  }
  std::vector<torch::Tensor> encoder, others;
  for (const auto& parameter : network.named_parameters()) {
    const bool slower = options.encoder_factor != 1.0 && parameter.key().rfind("encoder.", 0) == 0;
    (slower ? encoder : others).push_back(parameter.value());
  }
  if (options.encoder_factor != 1.0 && encoder.empty()) {
    throw ModelError("encoder learning rate factor: this network has no parameters named 'encoder.'");
  }
  if (head != nullptr) {
    for (const auto& parameter : head->parameters()) others.push_back(parameter);
  }
  const auto settings = torch::optim::AdamWOptions().weight_decay(options.weight_decay);
  std::vector<torch::optim::OptimizerParamGroup> groups;
  groups.emplace_back(others, std::make_unique<torch::optim::AdamWOptions>(settings));
  if (!encoder.empty()) groups.emplace_back(encoder, std::make_unique<torch::optim::AdamWOptions>(settings));
  return std::make_unique<torch::optim::AdamW>(groups, settings);
}

void set_learning_rate(torch::optim::AdamW& optimizer, double rate, const OptimizerOptions& options) {
  auto& groups = optimizer.param_groups();
  for (std::size_t i = 0; i < groups.size(); ++i) {
    static_cast<torch::optim::AdamWOptions&>(groups[i].options()).lr(i == 0 ? rate : rate * options.encoder_factor);
  }
}

void clip_gradients(torch::optim::Optimizer& optimizer, double largest) {
  const torch::NoGradGuard no_gradient;
  std::vector<torch::Tensor> gradients, norms;
  for (const auto& group : optimizer.param_groups()) {
    for (const auto& parameter : group.params()) {
      if (parameter.grad().defined()) gradients.push_back(parameter.grad());
    }
  }
  if (gradients.empty()) return;
  for (const auto& gradient : gradients) norms.push_back(gradient.norm());
  const auto factor = (largest / (torch::stack(norms).norm() + 1e-6)).clamp_max(1.0);
  for (auto& gradient : gradients) gradient.mul_(factor);
}

}  // namespace sonolist::model
