#include "model/networks/resize.h"

#include <vector>

namespace sonolist::model {

torch::Tensor resize_bilinear(const torch::Tensor& x, std::int64_t rows, std::int64_t cols) {
  if (x.size(2) == rows && x.size(3) == cols) return x;
  namespace F = torch::nn::functional;
  return F::interpolate(x, F::InterpolateFuncOptions()
                               .size(std::vector<std::int64_t>{rows, cols})
                               .mode(torch::kBilinear)
                               .align_corners(false));
}

torch::Tensor enlarge_cells(const torch::Tensor& x, std::int64_t stride, std::int64_t rows, std::int64_t cols) {
  return resize_bilinear(x, x.size(2) * stride, x.size(3) * stride).slice(2, 0, rows).slice(3, 0, cols).contiguous();
}

}  // namespace sonolist::model
