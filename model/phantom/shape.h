// Outlines of the anatomy in the image plane, as signed distances.
#pragma once

#include <cmath>

#include "model/phantom/random.h"

namespace sonolist::model {

// Millimetres. x to the right, z away from the middle of the probe's face.
struct Point {
  double x = 0.0;
  double z = 0.0;
};

inline Point operator+(Point a, Point b) {
  return {a.x + b.x, a.z + b.z};
}
inline Point operator-(Point a, Point b) {
  return {a.x - b.x, a.z - b.z};
}

// An ellipse whose outline wobbles by a few per cent, as organs do.
class Blob {
 public:
  Blob() = default;

  // Half axes in mm, tilt in radians (half_width turns towards +z).
  Blob(Point centre, double half_width, double half_height, double tilt);

  // Adds waves of order 2 to 4 of about this relative height to the outline.
  void wobble(double relative_height, Random& random);

  // Sets the wave of this order (2, 3 or 4), relative to the radius: order 3 makes a triangle of an ellipse.
  void shape_wave(int order, double cosine, double sine);

  Point centre() const { return centre_; }
  double half_width() const { return half_width_; }
  double half_height() const { return half_height_; }
  double tilt() const { return std::atan2(sine_, cosine_); }  // radians

  // Half of the blob's extent along z, without wobble.
  double vertical_reach() const;

  // Millimetres along the line from the centre, negative inside. Far outside it is only a lower bound.
  double signed_distance(Point point) const;

  // The point in the blob's own axes, mm: x along the half width, z along the half height.
  Point local(Point point) const;

 private:
  Point centre_;
  double half_width_ = 1.0;
  double half_height_ = 1.0;
  double cosine_ = 1.0;
  double sine_ = 0.0;
  double wave_cosine_[3] = {0.0, 0.0, 0.0};  // of order 2, 3, 4
  double wave_sine_[3] = {0.0, 0.0, 0.0};
  double reach_ = 1.5;
};

// A sheet of muscle: its lower surface is a parabola, its thickness falls off elliptically towards both ends.
struct Sheet {
  Point lower_anchor;      // a point of the lower surface
  double slope = 0.0;      // of the lower surface at the anchor
  double curvature = 0.0;  // 1/mm; positive bends the ends of the sheet towards the probe
  double middle_x = 0.0;   // where it is thickest
  double half_length = 1.0;
  double thickness = 1.0;

  double lower_surface(double x) const;

  // Millimetres, negative inside; measured along z, which suits a sheet that lies nearly flat.
  double signed_distance(Point point) const;
};

}  // namespace sonolist::model
