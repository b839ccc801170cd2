// What a device can do at most, measured, and how long work on it takes.
#pragma once

#include <torch/torch.h>

#include <functional>

namespace sonolist::model {

// Waits for the device before and after.
double seconds_of(const torch::Device& device, const std::function<void()>& work);

// The best of a few runs of one large matrix product and one large convolution, in operations a second: what no network
// can exceed. bfloat16 on CUDA, else float32.
double measured_ceiling(const torch::Device& device);

}  // namespace sonolist::model
