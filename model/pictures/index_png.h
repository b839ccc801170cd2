// Label maps as PNG files. The values are class indices: a palette must never be expanded to colours on the way, which
// is what OpenCV's reader does.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace sonolist::model {

struct IndexPicture {
  int rows = 0, cols = 0;
  std::vector<std::uint8_t> pixels;  // rows*cols, row-major
};

// Palette PNG (1 to 8 bits: the indices) or grey PNG of up to 8 bits (the stored values, not scaled). Throws ModelError
// naming the file for anything else, and for a damaged file.
IndexPicture read_index_png(const std::string& path);

// 8-bit grey PNG without palette whose values are the indices.
void write_index_png(const IndexPicture& picture, const std::string& path);

}  // namespace sonolist::model
