#include "model/phantom/limb.h"

#include <cmath>

#include "model/phantom/limb_arrangement.h"
#include "model/phantom/limb_sheets.h"
#include "model/phantom/texture_noise.h"

namespace sonolist::model {
namespace {

constexpr double kDegreesPerRadian = 57.29577951308232;

Tissue tissue_of(LayerKind kind) {
  switch (kind) {
    case LayerKind::kMuscle:
      return Tissue::kMuscle;
    case LayerKind::kLung:
      return Tissue::kLung;
    default:
      return Tissue::kLooseTissue;
  }
}

// Patches some millimetres wide, and grain finer than a fascicle.
double unevenness_db(Point point, std::uint32_t seed) {
  return 4.0 * texture_noise(0.22 * point.x, 0.35 * point.z, seed) +
         4.0 * texture_noise(0.8 * point.x, 1.9 * point.z, seed + 1);
}

}  // namespace

Limb::Limb(const Probe& probe, Random& random)
    : depth_mm_(probe.depth_mm),
      layers_(probe.half_span, probe.depth_mm, random),
      bodies_(arranged_bodies(layers_, probe.half_span, probe.depth_mm, random)),
      facets_(sheets_of(layers_, bodies_, probe.half_span, probe.depth_mm, random)) {}

const Body* Limb::body_of(Place place) const {
  const auto index = static_cast<std::size_t>(place.structure);
  return index < bodies_.size() ? &bodies_[index] : nullptr;
}

Place Limb::locate(Point point) const {
  int structure = 0;
  for (const Body& body : bodies_) {
    const double distance = body.signed_distance(point);
    if (distance < 0.0) return {structure, -distance};
    ++structure;
  }
  return {structure + layers_.index_at(point), 0.0};
}

Tissue Limb::tissue(Place place, Point point) const {
  if (const Body* body = body_of(place)) return body->tissue(place.inside_mm, point);
  return tissue_of(layers_.all()[static_cast<std::size_t>(place.structure) - bodies_.size()].kind);
}

double Limb::echo_amplitude(Place place, Point point) const {
  double decibel = 0.0;
  if (const Body* body = body_of(place)) {
    const double coarseness = body->kind == BodyKind::kNerve ? 1.6 : 1.0;
    decibel = body->echo_db(place.inside_mm, body->tissue(place.inside_mm, point)) +
              coarseness * unevenness_db(point, body->seed);
  } else {
    const Layer& layer = layers_.all()[static_cast<std::size_t>(place.structure) - bodies_.size()];
    decibel = layer.echo_db + unevenness_db(point, layer.seed);
  }
  return std::exp(0.11512925464970229 * decibel);  // ln(10) / 20
}

double Limb::signed_distance(int structure, Point point) const {
  const auto index = static_cast<std::size_t>(structure);
  if (index < bodies_.size()) return bodies_[index].signed_distance(point);
  return point.z - layers_.floor_mm(structure - static_cast<int>(bodies_.size()), point.x);
}

std::uint8_t Limb::label_at(Point point) const {
  for (const Body& body : bodies_) {
    const std::uint8_t label = body.label();
    if (label == kRegionalBackground) break;
    if (body.signed_distance(point) < 0.0) return label;
  }
  return kRegionalBackground;
}

Point Limb::artery_centre() const {
  constexpr Point kFarAway{0.0, -1000.0};  // moves nothing that is in view
  for (const Body& body : bodies_) {
    if (body.kind == BodyKind::kArtery) return body.outline.centre();
  }
  return kFarAway;
}

double Limb::artery_radius_mm() const {
  for (const Body& body : bodies_) {
    if (body.kind == BodyKind::kArtery) return body.outline.half_height();
  }
  return 1.0;
}

const Body* Limb::largest(RegionalLabel label) const {
  const Body* found = nullptr;
  for (const Body& body : bodies_) {
    if (body.label() == label && (found == nullptr || body.area_mm2() > found->area_mm2())) found = &body;
  }
  return found;
}

std::vector<Parameter> Limb::parameters() const {
  std::vector<Parameter> result{{"fat_mm", layers_.fat_mm()}, {"display_depth_mm", depth_mm_}};
  if (const Body* nerve = largest(kRegionalNerve)) {
    result.push_back({"nerve_depth_mm", nerve->outline.centre().z});
    result.push_back({"nerve_tilt_degrees", std::abs(nerve->outline.tilt()) * kDegreesPerRadian});
  }
  if (const Body* vessel = largest(kRegionalVessel)) {
    result.push_back(
        {"vessel_diameter_mm", 2.0 * std::sqrt(vessel->outline.half_width() * vessel->outline.half_height())});
  }
  return result;
}

}  // namespace sonolist::model
