#include "processor/measurement/measurement.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "processor/measurement/echogenicity.h"
#include "processor/measurement/ellipse_axes.h"
#include "processor/measurement/outline.h"

namespace sonolist::processor {
namespace {

// Everything about one structure that a single pass over the frame can collect.
struct Collected {
  PixelMoments moments;
  Echogenicity echogenicity;
  int first_row = 0, last_row = 0, first_col = 0, last_col = 0;  // inclusive

  void add(int row, int col, const std::uint8_t* rgb) {
    if (moments.pixels() == 0) {
      first_row = row;
      first_col = last_col = col;
    }
    last_row = row;
    first_col = std::min(first_col, col);
    last_col = std::max(last_col, col);
    moments.add(row, col);
    echogenicity.add(rgb);
  }
  cv::Rect box() const { return {first_col, first_row, last_col - first_col + 1, last_row - first_row + 1}; }
};

std::vector<Collected> collect(const MeasuredFrame& frame) {
  std::vector<Collected> structures(256);
  for (int row = 0; row < frame.rows; ++row) {
    const std::size_t line = static_cast<std::size_t>(row) * frame.cols;
    for (int col = 0; col < frame.cols; ++col) {
      const std::uint8_t label = frame.labels[line + col];
      if (label != 0) structures[label].add(row, col, frame.rgb + 3 * (line + col));
    }
  }
  return structures;
}

cv::Mat mask_in_box(const MeasuredFrame& frame, std::uint8_t label, const cv::Rect& box) {
  cv::Mat mask(box.height, box.width, CV_8U);
  for (int row = 0; row < box.height; ++row) {
    const std::uint8_t* from = frame.labels + static_cast<std::size_t>(box.y + row) * frame.cols + box.x;
    std::transform(from, from + box.width, mask.ptr<std::uint8_t>(row),
                   [label](std::uint8_t value) { return value == label ? std::uint8_t{255} : std::uint8_t{0}; });
  }
  return mask;
}

void measure_outlines(const cv::Mat& mask, const cv::Rect& box, const Spacing& scale, StructureMeasurements& result) {
  const auto outlines = outer_outlines(mask);
  result.parts = static_cast<int>(outlines.size());
  for (const auto& outline : outlines) {
    result.perimeter += outline_length(outline, scale.mm_per_col, scale.mm_per_row);
  }
  const auto largest = std::max_element(outlines.begin(), outlines.end(),
                                        [](const auto& a, const auto& b) { return outline_area(a) < outline_area(b); });
  for (const cv::Point2f& point : *largest) {
    result.contour.emplace_back(point.x + static_cast<float>(box.x), point.y + static_cast<float>(box.y));
  }
}

// Pixels with a neighbour (of four) outside the structure: the closest pair of two structures is always among them.
std::vector<cv::Point> border_pixels(const MeasuredFrame& frame, std::uint8_t label) {
  const auto inside = [&](int row, int col) {
    return row >= 0 && row < frame.rows && col >= 0 && col < frame.cols &&
           frame.labels[static_cast<std::size_t>(row) * frame.cols + col] == label;
  };
  std::vector<cv::Point> border;
  for (int row = 0; row < frame.rows; ++row) {
    const std::uint8_t* const line = frame.labels + static_cast<std::size_t>(row) * frame.cols;
    for (int col = 0; col < frame.cols; ++col) {
      if (line[col] != label) continue;
      const bool surrounded =
          inside(row - 1, col) && inside(row + 1, col) && inside(row, col - 1) && inside(row, col + 1);
      if (!surrounded) border.emplace_back(col, row);
    }
  }
  return border;
}

}  // namespace

std::vector<StructureMeasurements> measure(const MeasuredFrame& frame,
                                           const std::vector<model::ProbabilitySums>& probability_sums) {
  const Spacing scale = frame.spacing.value_or(Spacing{1.0, 1.0});
  const std::vector<Collected> structures = collect(frame);
  std::vector<StructureMeasurements> results;
  for (std::size_t label = 1; label < structures.size(); ++label) {
    const Collected& structure = structures[label];
    if (structure.moments.pixels() == 0) continue;
    StructureMeasurements result;
    result.label = static_cast<std::uint8_t>(label);
    result.pixel_count = structure.moments.pixels();
    result.area = static_cast<double>(result.pixel_count) * scale.mm_per_col * scale.mm_per_row;
    measure_outlines(mask_in_box(frame, result.label, structure.box()), structure.box(), scale, result);
    const EllipseAxes axes = structure.moments.axes(scale.mm_per_col, scale.mm_per_row);
    result.major_axis = axes.major;
    result.minor_axis = axes.minor;
    result.nearest_depth = (structure.first_row - frame.top_row) * scale.mm_per_row;
    result.central_depth = (structure.moments.mean_row() - frame.top_row) * scale.mm_per_row;
    result.echogenicity_pixels = structure.echogenicity.pixels();
    result.echogenicity_mean = structure.echogenicity.mean();
    result.echogenicity_sd = structure.echogenicity.standard_deviation();
    if (label < probability_sums.size()) {
      result.mean_probability = probability_sums[label].inside / static_cast<double>(result.pixel_count);
      result.estimated_dice = model::estimated_dice(probability_sums[label]);
    }
    results.push_back(std::move(result));
  }
  return results;
}

std::optional<double> shortest_distance(const MeasuredFrame& frame, std::uint8_t label_a, std::uint8_t label_b) {
  const std::vector<cv::Point> border_a = border_pixels(frame, label_a);
  const std::vector<cv::Point> border_b = border_pixels(frame, label_b);
  if (border_a.empty() || border_b.empty()) return std::nullopt;
  const Spacing scale = frame.spacing.value_or(Spacing{1.0, 1.0});
  double shortest_squared = std::numeric_limits<double>::max();
  for (const cv::Point& a : border_a) {
    for (const cv::Point& b : border_b) {
      const double x = (a.x - b.x) * scale.mm_per_col;
      const double y = (a.y - b.y) * scale.mm_per_row;
      shortest_squared = std::min(shortest_squared, x * x + y * y);
    }
  }
  return std::sqrt(shortest_squared);
}

}  // namespace sonolist::processor
