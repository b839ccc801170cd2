// Pictures and label maps to another size without a picture library.
#pragma once

#include <cstdint>
#include <vector>

namespace sonolist::model {

// A part of a picture in memory, borrowed: row r begins at pixels + r * stride. 8-bit grey or labels.
struct GreyView {
  const std::uint8_t* pixels = nullptr;
  std::int64_t rows = 0, cols = 0, stride = 0;
};

// rows x cols values 0..255, row-major, not rounded. Each axis on its own: by area (every source pixel counts as far as
// it is covered) where it shrinks, bilinearly between the centres of pixels where it grows. All sizes at least 1.
std::vector<float> resize_grey(const GreyView& picture, std::int64_t rows, std::int64_t cols);

std::vector<std::uint8_t> rounded(const std::vector<float>& values);  // to the nearest of 0..255

// The label under the centre of each new pixel.
std::vector<std::uint8_t> resize_labels(const GreyView& labels, std::int64_t rows, std::int64_t cols);

}  // namespace sonolist::model
