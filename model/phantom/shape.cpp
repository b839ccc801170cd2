#include "model/phantom/shape.h"

#include <algorithm>
#include <cmath>

namespace sonolist::model {

Blob::Blob(Point centre, double half_width, double half_height, double tilt)
    : centre_(centre),
      half_width_(half_width),
      half_height_(half_height),
      cosine_(std::cos(tilt)),
      sine_(std::sin(tilt)),
      reach_(1.3 * std::max(half_width, half_height)) {}

void Blob::wobble(double relative_height, Random& random) {
  for (int order = 0; order < 3; ++order) {
    wave_cosine_[order] = random.normal(0.0, relative_height / (order + 1.5));
    wave_sine_[order] = random.normal(0.0, relative_height / (order + 1.5));
  }
}

void Blob::shape_wave(int order, double cosine, double sine) {
  wave_cosine_[order - 2] = cosine;
  wave_sine_[order - 2] = sine;
}

double Blob::vertical_reach() const {
  return std::hypot(half_width_ * sine_, half_height_ * cosine_);
}

Point Blob::local(Point point) const {
  const Point offset = point - centre_;
  return {cosine_ * offset.x + sine_ * offset.z, cosine_ * offset.z - sine_ * offset.x};
}

double Blob::signed_distance(Point point) const {
  const Point offset = point - centre_;
  const double far = std::max(std::abs(offset.x), std::abs(offset.z)) - reach_;
  if (far > 0.0) return far;
  const Point own = local(point);
  const double u = own.x / half_width_;
  const double v = own.z / half_height_;
  const double radius = std::sqrt(u * u + v * v);
  if (radius < 1e-9) return -std::min(half_width_, half_height_);
  const double c1 = u / radius;
  const double s1 = v / radius;
  const double c2 = c1 * c1 - s1 * s1;
  const double s2 = 2.0 * s1 * c1;
  const double outline = 1.0 + wave_cosine_[0] * c2 + wave_sine_[0] * s2 + wave_cosine_[1] * (c2 * c1 - s2 * s1) +
                         wave_sine_[1] * (s2 * c1 + c2 * s1) + wave_cosine_[2] * (c2 * c2 - s2 * s2) +
                         wave_sine_[2] * (2.0 * s2 * c2);
  return (radius - outline) * std::hypot(c1 * half_width_, s1 * half_height_);
}

double Sheet::lower_surface(double x) const {
  const double along = x - lower_anchor.x;
  return lower_anchor.z + slope * along - curvature * along * along;
}

double Sheet::signed_distance(Point point) const {
  const double along = std::abs(point.x - middle_x) / half_length;
  if (along >= 1.0) return (along - 1.0) * half_length + 1.0;
  const double lower = lower_surface(point.x);
  const double upper = lower - thickness * std::sqrt(1.0 - along * along);
  return std::max(upper - point.z, point.z - lower);
}

}  // namespace sonolist::model
