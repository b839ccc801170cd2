// A label map as a file that other programs read.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace sonolist::processor {

// Binary PGM (P5); grey values are the class indices. Throws ProcessorError(kConfiguration) when `path` cannot be
// written.
void write_label_map(const std::vector<std::uint8_t>& labels, int rows, int cols, const std::string& path);

}  // namespace sonolist::processor
