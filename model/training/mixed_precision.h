// bfloat16 autocast on CUDA for the lifetime of an object.
#pragma once

#include <ATen/core/Tensor.h>
#include <c10/core/Device.h>

namespace sonolist::model {

// Does nothing on the CPU, where bfloat16 convolutions of LibTorch 1.13 are slower than float32. Restores what was set
// before and drops the cached casts, which belong to the weights of one step. One per thread at a time.
class MixedPrecision {
 public:
  explicit MixedPrecision(const c10::Device& device);
  ~MixedPrecision();
  MixedPrecision(const MixedPrecision&) = delete;
  MixedPrecision& operator=(const MixedPrecision&) = delete;

 private:
  bool active_, enabled_before_ = false;
  at::ScalarType type_before_ = at::kHalf;
};

}  // namespace sonolist::model
