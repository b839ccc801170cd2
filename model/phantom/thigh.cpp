#include "model/phantom/thigh.h"

#include <algorithm>
#include <cmath>

#include "model/phantom/texture_noise.h"

namespace sonolist::model {
namespace {

constexpr double kFasciaMm = 0.6;
constexpr double kCortexFadeMm = 2.0;
constexpr double kStriationWidth = 0.2;  // in units of the noise
constexpr double kWarpMm = 1.8;
constexpr double kWarpScaleMm = 13.0;
constexpr Structure kFirstMuscle = Structure::kSartorius;

double amplitude(double decibel) {
  return std::pow(10.0, decibel / 20.0);
}

}  // namespace

bool is_muscle(Structure structure) {
  return structure >= kFirstMuscle && structure <= Structure::kDeepMuscle;
}

PhantomLabel label_of(Structure structure) {
  switch (structure) {
    case Structure::kFemur:
      return kPhantomFemur;
    case Structure::kAdductorMagnus:
      return kPhantomAdductorMagnus;
    case Structure::kSemitendinosus:
      return kPhantomSemitendinosus;
    case Structure::kSciaticNerve:
      return kPhantomSciaticNerve;
    case Structure::kFemoralArtery:
      return kPhantomFemoralArtery;
    default:
      return kPhantomBackground;
  }
}

double Thigh::needed_depth_mm() const {
  return nerve_.centre().z + nerve_.vertical_reach() + 8.0;
}

std::vector<Parameter> Thigh::parameters() const {
  constexpr double kDegrees = 57.29577951308232;
  return {{"nerve_depth_mm", nerve_.centre().z},
          {"nerve_tilt_degrees", std::abs(nerve_.tilt()) * kDegrees},
          {"femur_depth_mm", femur_.centre().z - femur_.half_height()},
          {"fat_mm", fat_mm_}};
}

// The tissue near the skin is pressed against the curved face; deeper layers are flat.
double Thigh::layer_depth(Point point) const {
  const double range = probe_.range_of(point);
  return point.z + (range - point.z) * std::exp(-std::max(0.0, range) / 40.0);
}

double Thigh::own_signed_distance(Structure structure, Point own) const {
  switch (structure) {
    case Structure::kSkin:
      return layer_depth(own) - skin_mm_;
    case Structure::kSubcutaneousFat:
      return layer_depth(own) - skin_mm_ - fat_mm_;
    case Structure::kFemur:
      return femur_.signed_distance(own);
    case Structure::kSciaticNerve:
      return nerve_.signed_distance(own);
    case Structure::kFemoralArtery:
      return artery_.signed_distance(own);
    case Structure::kFemoralVein:
      return vein_.signed_distance(own);
    case Structure::kVesselSheath:
      return sheath_.signed_distance(own);
    case Structure::kSartorius:
      return sartorius_.signed_distance(own);
    case Structure::kRectusFemoris:
      return rectus_.signed_distance(own);
    case Structure::kAdductorLongus:
      return adductor_longus_.signed_distance(own);
    case Structure::kVastus:
      return vastus_.signed_distance(own);
    case Structure::kGracilis:
      return gracilis_.signed_distance(own);
    case Structure::kAdductorMagnus:
      return adductor_magnus_.signed_distance(own);
    case Structure::kSemitendinosus:
      return semitendinosus_.signed_distance(own);
    case Structure::kBicepsFemoris:
      return biceps_.signed_distance(own);
    case Structure::kDeepMuscle:
      return deep_muscle_.signed_distance(own);
    case Structure::kIntermuscularFat:
      break;
  }
  return -1.0;
}

// Muscles are never ellipses: their outlines are looked up in a gently distorted plane.
Point Thigh::distorted(Point own) const {
  const double x = own.x / kWarpScaleMm;
  const double z = own.z / kWarpScaleMm;
  return {
      own.x + kWarpMm * (texture_noise(x, z, warp_seed_) + 0.4 * texture_noise(2.7 * x, 2.7 * z, warp_seed_)),
      own.z + kWarpMm * (texture_noise(x, z, warp_seed_ + 1) + 0.4 * texture_noise(2.7 * x, 2.7 * z, warp_seed_ + 1))};
}

double Thigh::signed_distance(int index, Point point) const {
  const auto structure = static_cast<Structure>(index);
  const Point own = mirrored(point);
  return own_signed_distance(structure, is_muscle(structure) ? distorted(own) : own);
}

Place Thigh::locate(Point point) const {
  const Point own = mirrored(point);
  Point place = own;
  for (int index = 0; index < kStructureCount; ++index) {
    const auto structure = static_cast<Structure>(index);
    if (structure == kFirstMuscle) place = distorted(own);
    const double distance = own_signed_distance(structure, place);
    if (distance < 0.0) return {index, -distance};
  }
  return {static_cast<int>(Structure::kIntermuscularFat), 0.0};
}

bool Thigh::in_fascicle(Point own) const {
  const Point local = nerve_.local(own);
  return std::any_of(fascicles_.begin(), fascicles_.end(), [&](const Fascicle& fascicle) {
    const Point offset = local - fascicle.centre;
    return offset.x * offset.x + offset.z * offset.z < fascicle.radius_mm * fascicle.radius_mm;
  });
}

Tissue Thigh::tissue(Place place, Point point) const {
  switch (structure_of(place)) {
    case Structure::kSkin:
      return Tissue::kSkin;
    case Structure::kSubcutaneousFat:
      return place.inside_mm < kFasciaMm ? Tissue::kConnective : Tissue::kFat;  // its floor is the fascia lata
    case Structure::kFemur:
      return Tissue::kBone;
    case Structure::kSciaticNerve:
      return in_fascicle(mirrored(point)) ? Tissue::kFascicle : Tissue::kEpineurium;
    case Structure::kFemoralArtery:
      return place.inside_mm < vessel_wall_mm_ ? Tissue::kVesselWall : Tissue::kBlood;
    case Structure::kFemoralVein:
      return place.inside_mm < 0.5 * vessel_wall_mm_ ? Tissue::kVesselWall : Tissue::kBlood;
    case Structure::kVesselSheath:
    case Structure::kIntermuscularFat:
      return Tissue::kFat;
    default:
      return place.inside_mm < kFasciaMm ? Tissue::kConnective : Tissue::kMuscle;
  }
}

double Thigh::striation_db(const Texture& texture, Place place, Point own) const {
  const double cosine = std::cos(texture.direction);
  const double sine = std::sin(texture.direction);
  const double depth = structure_of(place) == Structure::kSubcutaneousFat ? layer_depth(own) : own.z;
  const double along = (cosine * own.x + sine * depth) / texture.length_mm;
  const double across = (cosine * depth - sine * own.x) / texture.spacing_mm;
  const double patches = texture_noise(0.1 * own.x, 0.14 * own.z, texture.seed + 1);
  const double lines = texture_lines(along, across, texture.seed, kStriationWidth);
  return texture.lines_db * lines * (0.65 + 0.35 * patches) + 2.0 * patches;
}

double Thigh::echo_amplitude(Place place, Point point) const {
  const Texture& texture = textures_[place.structure];
  const Point own = mirrored(point);
  const Tissue tissue_here = tissue(place, point);
  double decibel = properties_of(tissue_here).echo_db + texture.echo_db;
  switch (tissue_here) {
    case Tissue::kMuscle:
    case Tissue::kFat:
      decibel += striation_db(texture, place, own);
      break;
    case Tissue::kConnective:  // a fascia is bright where it happens to face the beam
      decibel += 5.0 * texture_noise(0.15 * own.x, 0.2 * own.z, texture.seed);
      break;
    case Tissue::kBone:
      decibel -= 8.7 * place.inside_mm / kCortexFadeMm;
      break;
    case Tissue::kFascicle:
    case Tissue::kEpineurium:
      decibel += nerve_visibility_db_;
      break;
    default:
      break;
  }
  return amplitude(decibel);
}

}  // namespace sonolist::model
