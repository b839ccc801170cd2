#include "model/training/mixed_precision.h"

#include <ATen/autocast_mode.h>
#include <torch/version.h>

namespace sonolist::model {
namespace {

// LibTorch 2 has one set of functions for all devices; those of 1.13 are deprecated there.
#if TORCH_VERSION_MAJOR >= 2
bool enabled() {
  return at::autocast::is_autocast_enabled(at::kCUDA);
}
void set_enabled(bool on) {
  at::autocast::set_autocast_enabled(at::kCUDA, on);
}
at::ScalarType type() {
  return at::autocast::get_autocast_dtype(at::kCUDA);
}
void set_type(at::ScalarType type) {
  at::autocast::set_autocast_dtype(at::kCUDA, type);
}
#else
bool enabled() {
  return at::autocast::is_enabled();
}
void set_enabled(bool on) {
  at::autocast::set_enabled(on);
}
at::ScalarType type() {
  return at::autocast::get_autocast_gpu_dtype();
}
void set_type(at::ScalarType type) {
  at::autocast::set_autocast_gpu_dtype(type);
}
#endif

}  // namespace

MixedPrecision::MixedPrecision(const c10::Device& device) : active_(device.is_cuda()) {
  if (!active_) return;
  enabled_before_ = enabled();
  type_before_ = type();
  set_type(at::kBFloat16);
  set_enabled(true);
  at::autocast::increment_nesting();
}

MixedPrecision::~MixedPrecision() {
  if (!active_) return;
  if (at::autocast::decrement_nesting() == 0) at::autocast::clear_cache();
  set_enabled(enabled_before_);
  set_type(type_before_);
}

}  // namespace sonolist::model
