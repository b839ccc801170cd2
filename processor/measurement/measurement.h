// Measures structures on one label map. Pure functions, no DICOM, no LibTorch: the numbers of the report.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "model/prediction/estimated_dice.h"

namespace sonolist::processor {

// Pixel spacing in millimetres; absent = uncalibrated, all lengths in pixels and areas in pixel counts.
struct Spacing {
  double mm_per_col = 1.0, mm_per_row = 1.0;
};

// One frame. All arrays row-major rows*cols of the source image; borrowed during the call.
struct MeasuredFrame {
  int rows = 0, cols = 0;
  const std::uint8_t* labels = nullptr;  // 0 = background
  const std::uint8_t* rgb = nullptr;     // interleaved, 3 bytes per pixel
  int top_row = 0;                       // first row of the ultrasound region: depth 0
  std::optional<Spacing> spacing;
};

struct StructureMeasurements {
  std::uint8_t label = 0;
  std::int64_t pixel_count = 0;
  int parts = 0;                              // 8-connected components
  double area = 0.0;                          // mm2, or pixels
  double perimeter = 0.0;                     // mm, or pixels: outer contours of all parts
  double major_axis = 0.0, minor_axis = 0.0;  // of the ellipse with the same second moments, in mm or pixels
  double nearest_depth = 0.0;                 // of the topmost pixel's centre below the top of the region
  double central_depth = 0.0;                 // of the centroid
  double echogenicity_mean = 0.0, echogenicity_sd = 0.0;  // luma (BT.601) 0..255; colour-flow pixels left out
  std::int64_t echogenicity_pixels = 0;                   // 0: mean and SD cannot be computed
  double mean_probability = 0.0;                          // of the structure's channel over its pixels
  double estimated_dice = 0.0;                            // model/prediction/estimated_dice.h
  std::vector<std::pair<float, float>> contour;  // (column, row) of the largest part's outer contour, >= 3 points
};

// Structures present on the frame, ascending by label. `probability_sums[label]`: of that label's channel over its mask
// and the analysis box; where there is none the two probability figures stay 0.
std::vector<StructureMeasurements> measure(const MeasuredFrame& frame,
                                           const std::vector<model::ProbabilitySums>& probability_sums);

// Shortest distance between the pixel centres of two structures, in mm or pixels; nothing when one is absent.
std::optional<double> shortest_distance(const MeasuredFrame& frame, std::uint8_t label_a, std::uint8_t label_b);

}  // namespace sonolist::processor
