// An activation as the range to which values are clipped.
#pragma once

#include <limits>

#include "model/compiled/graph.h"

namespace sonolist::model {

struct ActivationRange {
  float low, high;
};

inline ActivationRange range_of(Activation activation) {
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  if (activation == Activation::kRelu) return {0.0F, kInfinity};
  if (activation == Activation::kRelu6) return {0.0F, 6.0F};
  return {-kInfinity, kInfinity};
}

}  // namespace sonolist::model
