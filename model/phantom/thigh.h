// A random cross-section of the anteromedial proximal thigh below the lesser trochanter, in mm (docs/phantom.md).
#pragma once

#include <vector>

#include "model/phantom/anatomy.h"
#include "model/phantom/phantom.h"
#include "model/phantom/probe.h"
#include "model/phantom/random.h"
#include "model/phantom/shape.h"

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

// How a structure differs from the table of tissues in this person.
struct Texture {
  std::uint32_t seed = 0;
  double echo_db = 0.0;     // brighter or darker than the tissue's mean
  double direction = 0.0;   // of striations or septa, radians
  double length_mm = 5.0;   // of a striation
  double spacing_mm = 1.5;  // between striations
  double lines_db = 10.0;   // brightness of striations over the ground
};

class Thigh final : public Anatomy {
 public:
  // The probe matters because the nerve is placed relative to the edge of the femur's shadow, and because the skin
  // follows the probe's face. Its depth is ignored.
  Thigh(const Probe& probe, Random& random);

  Place locate(Point point) const override;
  Tissue tissue(Place place, Point point) const override;
  double echo_amplitude(Place place, Point point) const override;
  double signed_distance(int structure, Point point) const override;
  std::uint8_t label_at(Point point) const override { return label_of(structure_of(locate(point))); }
  Point artery_centre() const override { return mirrored(artery_.centre()); }
  double artery_radius_mm() const override { return artery_.half_width(); }
  double needed_depth_mm() const override;
  std::vector<Parameter> parameters() const override;

 private:
  static Structure structure_of(Place place) { return static_cast<Structure>(place.structure); }
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
