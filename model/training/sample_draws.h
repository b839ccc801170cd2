// Random numbers of one batch, one for each sample. They are drawn on the CPU: alike whatever device uses them.
#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <vector>

#include "model/training/effect.h"

namespace sonolist::model {

// Float32 on the CPU. What is drawn depends on the seed and on the calls before. Not thread safe.
class SampleDraws {
 public:
  SampleDraws(std::int64_t count, std::uint64_t seed);

  std::int64_t count() const { return count_; }
  torch::Tensor uniform(double lowest, double highest);              // [N]
  torch::Tensor around(double middle, double spread);                // [N], uniform in middle-spread..middle+spread
  torch::Tensor whole(std::int64_t highest);                         // [N], each of 0..highest alike
  torch::Tensor occurs(double probability);                          // [N], 1 or 0
  torch::Tensor amount(const Effect& effect);                        // [N], 0..strength; 0 where it does not occur
  torch::Tensor signed_amount(const Effect& effect);                 // [N], -strength..strength
  torch::Tensor uniform_field(const std::vector<std::int64_t>& of);  // [N,of...], -1..1
  torch::Tensor normal_field(const std::vector<std::int64_t>& of);   // [N,of...], mean 0, deviation 1

 private:
  std::int64_t count_;
  at::Generator generator_;
};

}  // namespace sonolist::model
