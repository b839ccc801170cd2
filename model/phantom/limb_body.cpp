#include "model/phantom/limb_body.h"

#include <algorithm>
#include <cmath>

#include "model/phantom/texture_noise.h"

namespace sonolist::model {
namespace {

Body plain_body(BodyKind kind, const Blob& outline, double irregularity, Random& random) {
  Body made;
  made.kind = kind;
  made.outline = outline;
  made.outline.wobble(irregularity, random);
  made.seed = static_cast<std::uint32_t>(random.bits());
  return made;
}

// Fills the outline with circles that keep `gap_mm` from each other.
void pack_fascicles(Body& nerve, double least_mm, double most_mm, double gap_mm, int trials, Random& random) {
  const double width = nerve.outline.half_width();
  const double height = nerve.outline.half_height();
  for (int trial = 0; trial < trials; ++trial) {
    const double radius = random.uniform(least_mm, most_mm);
    const Point centre{random.uniform(-1.0, 1.0) * width, random.uniform(-1.0, 1.0) * height};
    const double room =
        std::hypot(centre.x / std::max(0.1, width - radius - 0.1), centre.z / std::max(0.1, height - radius - 0.1));
    const bool free = std::none_of(nerve.fascicles.begin(), nerve.fascicles.end(), [&](const Body::Fascicle& other) {
      return std::hypot(other.centre.x - centre.x, other.centre.z - centre.z) < other.radius_mm + radius + gap_mm;
    });
    if (room < 1.0 && free) nerve.fascicles.push_back({centre, radius});
  }
}

}  // namespace

RegionalLabel Body::label() const {
  switch (kind) {
    case BodyKind::kNerve:
      return kRegionalNerve;
    case BodyKind::kArtery:
    case BodyKind::kVein:
      return kRegionalVessel;
    default:
      return kRegionalBackground;
  }
}

double Body::signed_distance(Point point) const {
  const double plain = outline.signed_distance(point);
  const double size = std::min(outline.half_width(), outline.half_height());
  const double warp = kind == BodyKind::kArtery ? 0.04 * size : std::min(0.9, 0.14 * size);
  if (plain > 2.0 * warp + 0.2 || plain < -2.0 * warp - rim_mm) return plain;
  const double scale = 1.0 / std::max(1.0, 0.9 * size);
  const double x = scale * point.x;
  const double z = scale * point.z;
  return outline.signed_distance(
      {point.x + warp * (texture_noise(x, z, seed) + 0.5 * texture_noise(2.9 * x, 2.9 * z, seed)),
       point.z + warp * (texture_noise(x, z, seed + 1) + 0.5 * texture_noise(2.9 * x, 2.9 * z, seed + 1))});
}

bool Body::in_fascicle(Point point) const {
  const Point local = outline.local(point);
  return std::any_of(fascicles.begin(), fascicles.end(), [&](const Fascicle& fascicle) {
    const Point offset = local - fascicle.centre;
    return offset.x * offset.x + offset.z * offset.z < fascicle.radius_mm * fascicle.radius_mm;
  });
}

Tissue Body::tissue(double inside_mm, Point point) const {
  const bool rim = inside_mm < rim_mm;
  switch (kind) {
    case BodyKind::kArtery:
    case BodyKind::kVein:
      return rim ? Tissue::kConnective : Tissue::kBlood;
    case BodyKind::kNerve:
      return !rim && in_fascicle(point) ? Tissue::kFascicle : Tissue::kEpineurium;
    case BodyKind::kBone:
      return Tissue::kBone;
    case BodyKind::kTendon:
      return Tissue::kTendon;
    case BodyKind::kLymphNode:
      return in_fascicle(point) ? Tissue::kLooseTissue : Tissue::kLymphNode;
    case BodyKind::kFatLobule:
      return rim ? Tissue::kConnective : Tissue::kLooseTissue;
    case BodyKind::kMuscleBelly:
      break;
  }
  return rim ? Tissue::kConnective : Tissue::kMuscle;
}

double Body::echo_db(double inside_mm, Tissue tissue) const {
  if (kind == BodyKind::kBone) return core_db - 8.7 * inside_mm / 0.8;
  if (tissue == Tissue::kFascicle || tissue == Tissue::kBlood) return core_db;
  return inside_mm < rim_mm ? rim_db : stroma_db;
}

Body artery(Point centre, double radius_mm, double blood_db, Random& random) {
  Body made =
      plain_body(BodyKind::kArtery, Blob(centre, radius_mm * random.uniform(0.95, 1.12), radius_mm, 0.0), 0.03, random);
  made.rim_mm = 0.2 + 0.05 * radius_mm;
  made.rim_db = random.uniform(-2.0, 9.0);
  made.core_db = blood_db + random.normal(0.0, 1.0);
  return made;
}

Body vein(Point centre, double half_width_mm, double half_height_mm, double tilt, double blood_db, Random& random) {
  Body made = plain_body(BodyKind::kVein, Blob(centre, half_width_mm, half_height_mm, tilt), 0.09, random);
  made.rim_mm = 0.2;
  made.rim_db = random.uniform(-5.0, 5.0);
  made.core_db = blood_db + random.normal(0.0, 1.5);
  return made;
}

Body honeycomb_nerve(Point centre, double half_width_mm, double half_height_mm, double tilt, bool triangular,
                     Random& random) {
  Body made = plain_body(BodyKind::kNerve, Blob(centre, half_width_mm, half_height_mm, tilt), 0.05, random);
  if (triangular) made.outline.shape_wave(3, random.uniform(0.12, 0.25) * (random.chance(0.5) ? 1.0 : -1.0), 0.0);
  made.rim_mm = random.uniform(0.2, 0.5);
  made.stroma_db = random.uniform(8.0, 22.0);
  made.rim_db = made.stroma_db + random.uniform(-3.0, 4.0);
  made.core_db = made.stroma_db - random.uniform(5.0, 17.0);
  const double most = std::clamp(0.32 * half_height_mm, 0.3, random.uniform(0.35, 0.9));
  pack_fascicles(made, 0.22, most, random.uniform(0.1, 0.4), 260, random);
  return made;
}

Body root(Point centre, double radius_mm, Random& random) {
  Body made = plain_body(BodyKind::kNerve,
                         Blob(centre, radius_mm * random.uniform(1.0, 1.35), radius_mm, random.uniform(-0.6, 0.6)),
                         0.05, random);
  made.rim_mm = random.uniform(0.25, 0.5);
  made.rim_db = random.uniform(7.0, 15.0);
  made.stroma_db = made.rim_db;
  made.core_db = random.uniform(-11.0, 0.0);
  made.fascicles.push_back({{0.0, 0.0}, 2.0 * radius_mm});
  return made;
}

Body bunch_of_grapes(Point centre, double half_width_mm, double half_height_mm, double tilt, Random& random) {
  Body made = plain_body(BodyKind::kNerve, Blob(centre, half_width_mm, half_height_mm, tilt), 0.10, random);
  made.rim_mm = random.uniform(0.2, 0.4);
  made.stroma_db = random.uniform(6.0, 17.0);
  made.rim_db = made.stroma_db + random.uniform(-2.0, 3.0);
  made.core_db = random.uniform(-12.0, 3.0);
  const double most = std::clamp(0.42 * half_height_mm, 0.6, 1.9);
  pack_fascicles(made, 0.3 * most, most, random.uniform(0.2, 0.6), 120, random);
  return made;
}

Body bone(Point centre, double half_width_mm, double half_height_mm, double tilt, Random& random) {
  Body made = plain_body(BodyKind::kBone, Blob(centre, half_width_mm, half_height_mm, tilt), 0.05, random);
  made.core_db = random.uniform(20.0, 30.0);
  return made;
}

Body distractor(BodyKind kind, Point centre, double half_width_mm, double half_height_mm, double tilt, Random& random) {
  Body made = plain_body(kind, Blob(centre, half_width_mm, half_height_mm, tilt), 0.07, random);
  made.rim_mm = random.uniform(0.2, 0.5);
  made.rim_db = random.uniform(3.0, 12.0);
  switch (kind) {
    case BodyKind::kTendon:
      made.stroma_db = made.rim_db = random.uniform(5.0, 15.0);
      break;
    case BodyKind::kLymphNode:
      made.stroma_db = random.uniform(-9.0, -3.0);
      made.fascicles.push_back({{random.uniform(-0.2, 0.2) * half_width_mm, 0.0}, 0.4 * half_height_mm});
      break;
    case BodyKind::kFatLobule:
      made.stroma_db = random.uniform(-5.0, 3.0);
      break;
    default:
      made.stroma_db = random.uniform(-6.0, 2.0);
      break;
  }
  return made;
}

}  // namespace sonolist::model
