#include "dicom_sr/agreement/overlap.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace sonolist::dicom {

namespace {

constexpr double kPercentile = 0.95;

// Half-open, in elements.
struct Box {
  std::array<int, 3> begin{}, end{};
  bool is_empty() const { return end[0] <= begin[0]; }
};

std::size_t index_of(const GridSize& size, int plane, int row, int col) {
  return (static_cast<std::size_t>(plane) * static_cast<std::size_t>(size.rows) + static_cast<std::size_t>(row)) *
             static_cast<std::size_t>(size.cols) +
         static_cast<std::size_t>(col);
}

template <typename Visit>
void for_each_element(const Box& box, const Visit& visit) {
  for (int plane = box.begin[0]; plane < box.end[0]; ++plane) {
    for (int row = box.begin[1]; row < box.end[1]; ++row) {
      for (int col = box.begin[2]; col < box.end[2]; ++col) visit(plane, row, col);
    }
  }
}

// Everything outside is background in both masks: distances inside the box are those of the whole grid.
Box box_of_either(const GridMask& a, const GridMask& b) {
  const Box all{{0, 0, 0}, {a.size.planes, a.size.rows, a.size.cols}};
  Box box{all.end, all.begin};
  for_each_element(all, [&](int plane, int row, int col) {
    const std::size_t i = index_of(a.size, plane, row, col);
    if (a.values[i] == 0 && b.values[i] == 0) return;
    const std::array<int, 3> at{plane, row, col};
    for (std::size_t axis = 0; axis < at.size(); ++axis) {
      box.begin[axis] = std::min(box.begin[axis], at[axis]);
      box.end[axis] = std::max(box.end[axis], at[axis] + 1);
    }
  });
  return box;
}

bool is_on_boundary(const GridMask& mask, int plane, int row, int col) {
  const auto outside = [&](int p, int r, int c) {
    return p < 0 || r < 0 || c < 0 || p >= mask.size.planes || r >= mask.size.rows || c >= mask.size.cols ||
           mask.values[index_of(mask.size, p, r, c)] == 0;
  };
  if (outside(plane, row, col)) return false;
  if (outside(plane, row - 1, col) || outside(plane, row + 1, col) || outside(plane, row, col - 1) ||
      outside(plane, row, col + 1))
    return true;
  return mask.size.planes > 1 && (outside(plane - 1, row, col) || outside(plane + 1, row, col));
}

struct Boundary {
  GridSize size;
  std::vector<std::uint8_t> marked;
  bool is_empty() const { return std::find(marked.begin(), marked.end(), 1) == marked.end(); }
};

Boundary boundary_of(const GridMask& mask, const Box& box) {
  Boundary boundary{{box.end[0] - box.begin[0], box.end[1] - box.begin[1], box.end[2] - box.begin[2]}, {}};
  boundary.marked.reserve(boundary.size.count());
  for_each_element(box, [&](int plane, int row, int col) {
    boundary.marked.push_back(is_on_boundary(mask, plane, row, col) ? 1 : 0);
  });
  return boundary;
}

void append_distances(const Boundary& from, const Boundary& to, const GridSpacing& spacing,
                      std::vector<double>& distances) {
  const std::vector<double> squares = squared_distances(to.marked, to.size, spacing);
  for (std::size_t i = 0; i < squares.size(); ++i) {
    if (from.marked[i] != 0) distances.push_back(std::sqrt(squares[i]));
  }
}

double percentile(std::vector<double>& values) {
  const double rank = kPercentile * static_cast<double>(values.size() - 1);
  const auto below = static_cast<std::ptrdiff_t>(rank);
  std::nth_element(values.begin(), values.begin() + below, values.end());
  const double lower = values[static_cast<std::size_t>(below)];
  if (static_cast<std::size_t>(below) + 1 == values.size()) return lower;
  const double upper = *std::min_element(values.begin() + below + 1, values.end());
  return lower + (rank - static_cast<double>(below)) * (upper - lower);
}

// Gathers the distances of both directions, then judges them.
class HausdorffDistance {
 public:
  void add(const GridMask& a, const GridMask& b, const GridSpacing& spacing) {
    const Box box = box_of_either(a, b);
    if (box.is_empty()) return;
    const Boundary boundary_a = boundary_of(a, box);
    const Boundary boundary_b = boundary_of(b, box);
    if (boundary_a.is_empty() || boundary_b.is_empty()) return;
    append_distances(boundary_a, boundary_b, spacing, from_a_);
    append_distances(boundary_b, boundary_a, spacing, from_b_);
  }

  std::optional<double> value() {
    if (from_a_.empty()) return std::nullopt;
    return std::max(percentile(from_a_), percentile(from_b_));
  }

 private:
  std::vector<double> from_a_, from_b_;
};

Overlap count_pixels(const GridMask& a, const GridMask& b) {
  Overlap overlap;
  for (std::size_t i = 0; i < a.values.size(); ++i) {
    const bool in_a = a.values[i] != 0;
    const bool in_b = b.values[i] != 0;
    overlap.pixels_a += in_a ? 1 : 0;
    overlap.pixels_b += in_b ? 1 : 0;
    overlap.common_pixels += in_a && in_b ? 1 : 0;
  }
  const auto sum = static_cast<double>(overlap.pixels_a + overlap.pixels_b);
  const auto common = static_cast<double>(overlap.common_pixels);
  overlap.dice = sum > 0.0 ? 2.0 * common / sum : 1.0;
  overlap.iou = sum > 0.0 ? common / (sum - common) : 1.0;
  return overlap;
}

}  // namespace

Overlap compare_masks(const GridMask& a, const GridMask& b, const GridSpacing& spacing) {
  Overlap overlap = count_pixels(a, b);
  HausdorffDistance distance;
  distance.add(a, b, spacing);
  overlap.hausdorff_95 = distance.value();
  return overlap;
}

Overlap compare_frames(const GridMask& a, const GridMask& b, const GridSpacing& spacing) {
  Overlap overlap = count_pixels(a, b);
  HausdorffDistance distance;
  const std::size_t plane_pixels = a.size.count() / static_cast<std::size_t>(std::max(1, a.size.planes));
  const auto frame_of = [&](const GridMask& mask, int plane) {
    const auto begin = mask.values.begin() + static_cast<std::ptrdiff_t>(plane_pixels) * plane;
    return GridMask{{1, mask.size.rows, mask.size.cols}, {begin, begin + static_cast<std::ptrdiff_t>(plane_pixels)}};
  };
  for (int plane = 0; plane < a.size.planes; ++plane) distance.add(frame_of(a, plane), frame_of(b, plane), spacing);
  overlap.hausdorff_95 = distance.value();
  return overlap;
}

}  // namespace sonolist::dicom
