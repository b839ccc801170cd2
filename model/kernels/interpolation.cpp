#include "model/kernels/interpolation.h"

#include <algorithm>

namespace sonolist::model {

Interpolation interpolation(std::int64_t from, std::int64_t to) {
  Interpolation result;
  const float scale = static_cast<float>(from) / static_cast<float>(to);
  for (std::int64_t i = 0; i < to; ++i) {
    const float place = std::max(0.0F, (static_cast<float>(i) + 0.5F) * scale - 0.5F);
    const auto before = std::min(static_cast<std::int64_t>(place), from - 1);
    result.before.push_back(static_cast<std::int32_t>(before));
    result.after.push_back(static_cast<std::int32_t>(std::min(before + 1, from - 1)));
    result.weight.push_back(std::min(1.0F, place - static_cast<float>(before)));
  }
  return result;
}

}  // namespace sonolist::model
