// Geometry of a curved array: the polar grid on which echoes are computed.
#pragma once

#include <algorithm>
#include <cmath>

#include "model/phantom/shape.h"

namespace sonolist::model {

// Beams leave a circular face of this radius at right angles. Lines are numbered from the left.
struct Probe {
  double radius_mm = 50.0;
  double half_angle = 0.57;  // radians, from the middle line to the last one
  double depth_mm = 100.0;   // along each line, from the face

  // Range from the face and angle from the middle line.
  double range_of(Point point) const { return std::hypot(point.x, point.z + radius_mm) - radius_mm; }
  double angle_of(Point point) const { return std::atan2(point.x, point.z + radius_mm); }

  Point at(double range_mm, double angle) const {
    return {(radius_mm + range_mm) * std::sin(angle), (radius_mm + range_mm) * std::cos(angle) - radius_mm};
  }

  bool sees(Point point) const {
    const double range = range_of(point);
    return range >= 0.0 && range <= depth_mm && std::abs(angle_of(point)) <= half_angle;
  }

  // Extent of the sector, mm.
  double width_mm() const { return 2.0 * (radius_mm + depth_mm) * std::sin(half_angle); }
  double top_mm() const { return -radius_mm * (1.0 - std::cos(half_angle)); }
  double height_mm() const { return depth_mm - top_mm(); }
};

// Samples of the polar grid: `rows` ranges by `lines` angles, row after row.
struct PolarGrid {
  int rows = 0;
  int lines = 0;
  double range_step_mm = 0.0;
  double angle_step = 0.0;
  double first_angle = 0.0;

  int size() const { return rows * lines; }
  double range(int row) const { return row * range_step_mm; }
  double angle(int line) const { return first_angle + line * angle_step; }
};

// The axial step resolves the shortest pulse, the lines the narrowest beam of scanner.h.
inline PolarGrid polar_grid(const Probe& probe) {
  constexpr double kRangeStepMm = 0.12;
  constexpr int kLines = 288;
  PolarGrid grid;
  grid.rows = static_cast<int>(std::ceil(probe.depth_mm / kRangeStepMm)) + 1;
  grid.lines = kLines;
  grid.range_step_mm = kRangeStepMm;
  grid.angle_step = 2.0 * probe.half_angle / (kLines - 1);
  grid.first_angle = -probe.half_angle;
  return grid;
}

}  // namespace sonolist::model
