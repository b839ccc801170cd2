// The border of a mask along the edges of its pixels.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace sonolist::model::report {

// Path data of SVG in units of pixels: a line for each run of edges between a pixel of value `label` and another. Empty
// where there is none. `labels`: rows*cols, row-major.
std::string outline_path(const std::vector<std::uint8_t>& labels, int rows, int cols, std::uint8_t label);

}  // namespace sonolist::model::report
