// Where the pixels of a longer or shorter axis lie between those of another: bilinear, centres at half integers, edges
// clamped, as resize_bilinear() means it.
#pragma once

#include <cstdint>
#include <vector>

#include "model/kernels/row_kernels.h"

namespace sonolist::model {

struct Interpolation {
  std::vector<std::int32_t> before, after;
  std::vector<float> weight;  // of the later one

  ResizedColumns columns() const {  // valid as long as this object
    return {before.data(), after.data(), weight.data(), static_cast<std::int64_t>(before.size())};
  }
};

Interpolation interpolation(std::int64_t from, std::int64_t to);

}  // namespace sonolist::model
