// How wide and how coarse a feature map is.
#pragma once

#include <cstdint>

namespace sonolist::model {

struct FeatureLevel {
  std::int64_t channels = 0;
  std::int64_t stride = 0;  // input pixels a cell; a map has ceil(H/stride) rows and ceil(W/stride) columns
};

}  // namespace sonolist::model
