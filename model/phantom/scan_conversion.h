// From the polar grid to the picture: a sector on black, as large as the picture allows.
#pragma once

#include <cstdint>
#include <vector>

#include "model/phantom/anatomy.h"
#include "model/phantom/motion.h"
#include "model/phantom/probe.h"

namespace sonolist::model {

// Where the pixels are: square, the sector in the middle with a narrow margin.
struct PictureGeometry {
  PictureGeometry(const Probe& probe, int picture_rows, int picture_cols);

  Point at(int row, int col) const {
    return {(col + 0.5 - 0.5 * cols) * mm_per_pixel, middle_z + (row + 0.5 - 0.5 * rows) * mm_per_pixel};
  }

  int rows;
  int cols;
  double mm_per_pixel;
  double middle_z;  // of the picture's middle, mm
};

// Bilinear; rows * cols, row after row, 0 outside the sector.
std::vector<std::uint8_t> scan_converted(const std::vector<float>& grey, const PolarGrid& grid, const Probe& probe,
                                         const PictureGeometry& geometry);

// The label at every pixel's centre, straight from the outlines; background outside the sector.
std::vector<std::uint8_t> labels_of(const Anatomy& anatomy, const Motion& motion, const Probe& probe,
                                    const PictureGeometry& geometry);

}  // namespace sonolist::model
