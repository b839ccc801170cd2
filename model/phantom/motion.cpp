#include "model/phantom/motion.h"

#include <cmath>

namespace sonolist::model {
namespace {

constexpr double kTwoPi = 6.283185307179586;

// Incompressible in the plane: every ring around the vessel keeps its area.
Point moved_radially(Point point, Point centre, double from, double to) {
  const Point offset = point - centre;
  const double square = offset.x * offset.x + offset.z * offset.z;
  const double factor = square <= from * from ? to / from : std::sqrt(1.0 + (to * to - from * from) / square);
  return {centre.x + factor * offset.x, centre.z + factor * offset.z};
}

}  // namespace

Motion::Motion(Point artery_centre, double artery_radius_mm, double swelling, Point shift)
    : centre_(artery_centre),
      rest_radius_(artery_radius_mm),
      moved_radius_(artery_radius_mm * (1.0 + swelling)),
      shift_(shift) {}

Point Motion::displaced(Point rest) const {
  return moved_radially(rest, centre_, rest_radius_, moved_radius_) + shift_;
}

Point Motion::rest(Point displaced) const {
  return moved_radially(displaced - shift_, centre_, moved_radius_, rest_radius_);
}

Pulse::Pulse(const Anatomy& anatomy, Random& random)
    : artery_centre_(anatomy.artery_centre()),
      artery_radius_mm_(anatomy.artery_radius_mm()),
      swelling_(random.uniform(0.03, 0.05)),
      drift_{random.uniform(-0.4, 0.4), random.uniform(-0.2, 0.2)} {}

Motion Pulse::at(double phase) const {
  const double turn = kTwoPi * phase;
  const double systole = 0.5 - 0.5 * std::cos(turn);
  const Point shift{drift_.x * std::sin(turn), drift_.z * std::sin(turn)};
  return {artery_centre_, artery_radius_mm_, swelling_ * systole, shift};
}

}  // namespace sonolist::model
