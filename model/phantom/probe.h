// Geometry of an array, curved or linear: the grid on which echoes are computed.
#pragma once

#include <algorithm>
#include <cmath>

#include "model/phantom/shape.h"

namespace sonolist::model {

// Beams leave the face at right angles and are told apart by their lateral place: on a curved face the angle from the
// middle line in radians, on a linear one millimetres from it. Lines are numbered from the left.
struct Probe {
  double radius_mm = 50.0;  // of the face; 0: a linear array
  double half_span = 0.57;  // lateral place of the last line
  double depth_mm = 100.0;  // along each line, from the face

  bool linear() const { return radius_mm == 0.0; }

  double range_of(Point point) const {
    return linear() ? point.z : std::hypot(point.x, point.z + radius_mm) - radius_mm;
  }
  double lateral_of(Point point) const { return linear() ? point.x : std::atan2(point.x, point.z + radius_mm); }

  Point at(double range_mm, double lateral) const {
    if (linear()) return {lateral, range_mm};
    return {(radius_mm + range_mm) * std::sin(lateral), (radius_mm + range_mm) * std::cos(lateral) - radius_mm};
  }

  // Unit vector along a beam.
  Point direction(double lateral) const {
    if (linear()) return {0.0, 1.0};
    return {std::sin(lateral), std::cos(lateral)};
  }

  // Millimetres across the beams for one unit of the lateral place.
  double mm_per_lateral(double range_mm) const { return linear() ? 1.0 : radius_mm + range_mm; }

  bool sees(Point point) const {
    const double range = range_of(point);
    return range >= 0.0 && range <= depth_mm && std::abs(lateral_of(point)) <= half_span;
  }

  // Extent of the view, mm.
  double width_mm() const { return linear() ? 2.0 * half_span : 2.0 * (radius_mm + depth_mm) * std::sin(half_span); }
  double top_mm() const { return linear() ? 0.0 : -radius_mm * (1.0 - std::cos(half_span)); }
  double height_mm() const { return depth_mm - top_mm(); }
};

// Samples of the polar grid: `rows` ranges by `lines` lateral places, row after row.
struct PolarGrid {
  int rows = 0;
  int lines = 0;
  double range_step_mm = 0.0;
  double lateral_step = 0.0;
  double first_lateral = 0.0;

  int size() const { return rows * lines; }
  double range(int row) const { return row * range_step_mm; }
  double lateral(int line) const { return first_lateral + line * lateral_step; }
};

inline PolarGrid polar_grid(const Probe& probe, double range_step_mm, int lines) {
  PolarGrid grid;
  grid.rows = static_cast<int>(std::ceil(probe.depth_mm / range_step_mm)) + 1;
  grid.lines = lines;
  grid.range_step_mm = range_step_mm;
  grid.lateral_step = 2.0 * probe.half_span / (lines - 1);
  grid.first_lateral = -probe.half_span;
  return grid;
}

}  // namespace sonolist::model
