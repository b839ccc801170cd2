#include "model/training/sample_draws.h"

#include <ATen/CPUGeneratorImpl.h>

namespace sonolist::model {
namespace {

std::vector<std::int64_t> field_shape(std::int64_t count, const std::vector<std::int64_t>& of) {
  std::vector<std::int64_t> shape{count};
  shape.insert(shape.end(), of.begin(), of.end());
  return shape;
}

}  // namespace

SampleDraws::SampleDraws(std::int64_t count, std::uint64_t seed)
    : count_(count), generator_(at::detail::createCPUGenerator(seed)) {}

torch::Tensor SampleDraws::uniform(double lowest, double highest) {
  return torch::rand({count_}, generator_) * (highest - lowest) + lowest;
}

torch::Tensor SampleDraws::around(double middle, double spread) {
  return (torch::rand({count_}, generator_) * 2.0 - 1.0) * spread + middle;
}

torch::Tensor SampleDraws::whole(std::int64_t highest) {
  return torch::randint(0, highest + 1, {count_}, generator_, torch::kFloat32);
}

torch::Tensor SampleDraws::occurs(double probability) {
  return (torch::rand({count_}, generator_) < probability).to(torch::kFloat32);
}

torch::Tensor SampleDraws::amount(const Effect& effect) {
  const auto chosen = occurs(effect.probability);
  return uniform(0.0, effect.strength) * chosen;
}

torch::Tensor SampleDraws::signed_amount(const Effect& effect) {
  const auto chosen = occurs(effect.probability);
  return around(0.0, effect.strength) * chosen;
}

torch::Tensor SampleDraws::uniform_field(const std::vector<std::int64_t>& of) {
  return torch::rand(field_shape(count_, of), generator_) * 2.0 - 1.0;
}

torch::Tensor SampleDraws::normal_field(const std::vector<std::int64_t>& of) {
  return torch::randn(field_shape(count_, of), generator_);
}

}  // namespace sonolist::model
