// A random cross-section of the anteromedial proximal thigh below the lesser trochanter, in mm (docs/phantom.md).
#pragma once

#include <vector>

#include "model/phantom/phantom.h"
#include "model/phantom/probe.h"
#include "model/phantom/shape.h"
#include "model/phantom/tissue.h"

namespace sonolist::model {

// In the order of precedence: where outlines overlap, the earlier structure is the one that is there.
enum class Structure {
  kSkin,
  kSubcutaneousFat,
  kFemur,
  kSciaticNerve,
  kFemoralArtery,
  kFemoralVein,
  kVesselSheath,
  kSartorius,
  kRectusFemoris,
  kAdductorLongus,
  kVastus,
  kGracilis,
  kAdductorMagnus,
  kSemitendinosus,
  kBicepsFemoris,
  kDeepMuscle,
  kIntermuscularFat
};
constexpr int kStructureCount = static_cast<int>(Structure::kIntermuscularFat) + 1;

bool is_muscle(Structure structure);
PhantomLabel label_of(Structure structure);

// Where a point is: the structure and how far inside its outline.
struct Place {
  Structure structure = Structure::kIntermuscularFat;
  double inside_mm = 0.0;
};

// How a structure differs from the table of tissues in this person.
struct Texture {
  std::uint32_t seed = 0;
  double echo_db = 0.0;     // brighter or darker than the tissue's mean
  double direction = 0.0;   // of striations or septa, radians
  double length_mm = 5.0;   // of a striation
  double spacing_mm = 1.5;  // between striations
  double lines_db = 10.0;   // brightness of striations over the ground
};

// Immutable once drawn, hence safe to share between threads. Points are in the probe's frame at rest.
class Anatomy {
 public:
  // The probe matters because the nerve is placed relative to the edge of the femur's shadow, and because the skin
  // follows the probe's face. Its depth is ignored.
  Anatomy(const Probe& probe, Random& random);

  Place locate(Point point) const;
  Tissue tissue(Place place, Point point) const;

  // Amplitude that a scatterer there has on average; muscle without striations has 1.
  double echo_amplitude(Place place, Point point) const;

  // Millimetres to the outline of the structure, negative inside (Blob::signed_distance).
  double signed_distance(Structure structure, Point point) const;

  Point nerve_centre() const { return mirrored(nerve_.centre()); }
  Point artery_centre() const { return mirrored(artery_.centre()); }
  double artery_radius_mm() const { return artery_.half_width(); }

  // The view must reach at least this deep to show what the block needs.
  double needed_depth_mm() const;

 private:
  Point mirrored(Point point) const { return {side_ * point.x, point.z}; }
  double layer_depth(Point point) const;
  Point distorted(Point own) const;
  double own_signed_distance(Structure structure, Point own) const;
  double striation_db(const Texture& texture, Place place, Point own) const;
  bool in_fascicle(Point own) const;

  void draw_layers(Random& random);
  void draw_femur(Random& random);
  void draw_vessels(bool in_view, Random& random);
  void draw_nerve(Random& random);
  void draw_adductors(Random& random);
  void draw_hamstrings(bool in_view, Random& random);
  void draw_thigh_muscles(Random& random);
  void draw_fascicles(Random& random);
  void draw_textures(Random& random);
  double half_view_mm(double z) const;

  struct Fascicle {
    Point centre;  // in the nerve's own axes
    double radius_mm = 0.0;
  };

  Probe probe_;
  double side_ = 1.0;  // -1: medial is left in the picture; all outlines are kept with medial right
  double skin_mm_ = 0.0;
  double fat_mm_ = 0.0;
  double vessel_wall_mm_ = 0.0;
  double epineurium_mm_ = 0.0;
  double nerve_visibility_db_ = 0.0;  // anisotropy: what the tilt of the probe takes from the nerve's echo
  std::uint32_t warp_seed_ = 0;
  Blob femur_, nerve_, artery_, vein_, sheath_, sartorius_, rectus_, adductor_longus_, vastus_, gracilis_;
  Blob semitendinosus_, biceps_, deep_muscle_;
  Sheet adductor_magnus_;
  std::vector<Fascicle> fascicles_;
  Texture textures_[kStructureCount];
};

}  // namespace sonolist::model
