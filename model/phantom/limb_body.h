// What lies in the layers of a limb: nerves, vessels, bone, and what is mistaken for them.
#pragma once

#include <cstdint>
#include <vector>

#include "model/phantom/phantom.h"
#include "model/phantom/random.h"
#include "model/phantom/shape.h"
#include "model/phantom/tissue.h"

namespace sonolist::model {

enum class BodyKind { kArtery, kVein, kNerve, kBone, kTendon, kLymphNode, kFatLobule, kMuscleBelly };

struct Body {
  struct Fascicle {
    Point centre;  // in the outline's own axes
    double radius_mm = 0.0;
  };

  BodyKind kind = BodyKind::kNerve;
  Blob outline;
  std::uint32_t seed = 0;
  double rim_mm = 0.4;
  double rim_db = 0.0, stroma_db = 0.0, core_db = 0.0;  // echo of rim, of what is between fascicles, of fascicles
  std::vector<Fascicle> fascicles;                      // of nerves and the hilum of lymph nodes

  RegionalLabel label() const;

  // Millimetres, negative inside; the outline is slightly irregular.
  double signed_distance(Point point) const;
  bool in_fascicle(Point point) const;
  Tissue tissue(double inside_mm, Point point) const;
  double echo_db(double inside_mm, Tissue tissue) const;
  double area_mm2() const { return 3.14159265358979 * outline.half_width() * outline.half_height(); }
};

// How dark blood is in this picture: haze lifts all of its vessels alike.
Body artery(Point centre, double radius_mm, double blood_db, Random& random);
Body vein(Point centre, double half_width_mm, double half_height_mm, double tilt, double blood_db, Random& random);

// Bright epineurium with dark fascicles; `triangular` is the femoral nerve's shape.
Body honeycomb_nerve(Point centre, double half_width_mm, double half_height_mm, double tilt, bool triangular,
                     Random& random);
// One dark round fascicle with a bright rim: a root or trunk.
Body root(Point centre, double radius_mm, Random& random);
// Roots lying together, outlined and labelled as one.
Body bunch_of_grapes(Point centre, double half_width_mm, double half_height_mm, double tilt, Random& random);

Body bone(Point centre, double half_width_mm, double half_height_mm, double tilt, Random& random);
// A tendon, lymph node, lobule of fat or small muscle.
Body distractor(BodyKind kind, Point centre, double half_width_mm, double half_height_mm, double tilt, Random& random);

}  // namespace sonolist::model
