// Bilinear resizing as every part of model/ means it.
#pragma once

#include <torch/torch.h>

namespace sonolist::model {

// x: [N,C,H,W] floating point -> [N,C,rows,cols]. Pixel centres at half integers (align_corners false), edges clamped,
// no low-pass filter before shrinking. Returns x itself where the size is already right. Differentiable.
torch::Tensor resize_bilinear(const torch::Tensor& x, std::int64_t rows, std::int64_t cols);

// Makes each cell of x `stride` pixels wide and high in the same way, and keeps the first `rows` and `cols` pixels.
torch::Tensor enlarge_cells(const torch::Tensor& x, std::int64_t stride, std::int64_t rows, std::int64_t cols);

}  // namespace sonolist::model
