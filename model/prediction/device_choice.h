// Where a network runs.
#pragma once

#include <torch/torch.h>

#include <string>

namespace sonolist::model {

// "cpu", "cuda", "cuda:N", or "auto": CUDA where this LibTorch and machine have it, else CPU. Throws ModelError for
// another name and for a CUDA device that is not there.
torch::Device choose_device(const std::string& name);

// Sets LibTorch's threads, PROCESS WIDE, to max(2, threads); 0 means the number of cores. Never one: with one thread
// ATen sends 1x1 convolutions to the reference BLAS of the distribution, some 20 times slower.
void set_network_threads(int threads);

}  // namespace sonolist::model
