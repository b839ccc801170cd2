// How the tissue has moved at a phase of the cardiac cycle.
#pragma once

#include "model/phantom/anatomy.h"
#include "model/phantom/random.h"
#include "model/phantom/shape.h"

namespace sonolist::model {

// The artery swells and the incompressible tissue around it gives way; the probe drifts a fraction of a millimetre.
// displaced() and rest() are inverse to each other. Value type.
class Motion {
 public:
  // The artery's diameter is (1 + swelling) times that at rest.
  Motion(Point artery_centre, double artery_radius_mm, double swelling, Point shift);

  bool none() const { return moved_radius_ == rest_radius_ && shift_.x == 0.0 && shift_.z == 0.0; }
  Point displaced(Point rest) const;
  Point rest(Point displaced) const;

 private:
  Point centre_;
  double rest_radius_;
  double moved_radius_;
  Point shift_;
};

// One draw per phantom: how much it moves.
class Pulse {
 public:
  Pulse(const Anatomy& anatomy, Random& random);

  // Phase in cycles; the diameter is smallest at 0, and phases that differ by a whole number are the same.
  Motion at(double phase) const;

 private:
  Point artery_centre_;
  double artery_radius_mm_;
  double swelling_;
  Point drift_;
};

}  // namespace sonolist::model
