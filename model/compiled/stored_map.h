// A feature map in memory: rows of pixels, the channels of a pixel side by side (NHWC, one picture).
#pragma once

#include <cstdint>

#include "model/compiled/graph.h"
#include "model/kernels/element.h"

namespace sonolist::model {

struct StoredMap {
  std::uint8_t* bytes = nullptr;  // borrowed, aligned to 64
  MapShape shape;
  Format format;

  std::int64_t row_numbers() const { return shape.cols * shape.channels; }
  std::uint8_t* row(std::int64_t index) const {
    return bytes + index * row_numbers() * static_cast<std::int64_t>(size_of(format.element));
  }
  std::uint8_t* pixel(std::int64_t row, std::int64_t col) const {
    return bytes + (row * shape.cols + col) * shape.channels * static_cast<std::int64_t>(size_of(format.element));
  }
};

}  // namespace sonolist::model
