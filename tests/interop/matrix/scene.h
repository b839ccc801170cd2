// Structures that are known by formula: ellipses that move over the frames of an image.
#pragma once

#include <cstdint>
#include <vector>

#include "dicom_sr/image/source_image.h"

namespace sonolist::matrix {

// Centre and half axes as parts of the rows and columns; the centre moves by `row_step` and `col_step` each frame.
struct Ellipse {
  int label = 1;  // index of the structure in the manifest; several ellipses of one label are its parts
  double row = 0.5, col = 0.5, half_rows = 0.1, half_cols = 0.1;
  double row_step = 0.0, col_step = 0.0;
  int first_frame = 0, last_frame = 1'000'000;  // it is there from the one to the other
};

// Ellipses of different labels do not meet.
struct Scene {
  int rows = 480, cols = 640, frames = 1;
  std::vector<Ellipse> ellipses;
};

// 1 in the middle of the structure, 0.5 on its edge, falling to 0 outside.
float probability(const Scene& scene, int label, int frame, int row, int col);

// The structure whose probability is at least 0.5, else 0.
std::uint8_t label_at(const Scene& scene, int frame, int row, int col);

// Grey speckle in which the structures differ in brightness.
dicom::RgbFrame picture(const Scene& scene, int frame);

}  // namespace sonolist::matrix
