#include "model/phantom/limb_sheets.h"

#include <algorithm>
#include <cmath>

#include "model/phantom/texture_noise.h"

namespace sonolist::model {
namespace {

constexpr double kFacetMm = 0.15;

double amplitude_of(double decibel) {
  return std::exp(0.11512925464970229 * decibel);  // ln(10) / 20
}

// Oblique sheets reflect past the probe; compounding brings some of it back.
double obliquity(double slope) {
  const double square = 1.0 + slope * slope;
  return 1.0 / (square * square * square);
}

struct Sheets {
  const Layers& layers;
  const std::vector<Body>& bodies;
  double half_width_mm, depth_mm;
  Random& random;
  std::vector<Facet> facets;

  bool in_body(Point point) const {
    return std::any_of(bodies.begin(), bodies.end(), [&](const Body& body) {
      return body.kind != BodyKind::kMuscleBelly && body.signed_distance(point) < 0.0;
    });
  }

  void add(Point point, double strength) {
    if (point.z > 0.0 && point.z < depth_mm && !in_body(point)) facets.push_back({point, kFacetMm, strength});
  }
};

// The floor of a layer, its brightness coming and going; `offset_mm` below it for the second leaf of a double fascia.
void add_fascia(Sheets& sheets, int layer, double offset_mm, double decibel) {
  const Layer& described = sheets.layers.all()[static_cast<std::size_t>(layer)];
  const auto seed = static_cast<std::uint32_t>(sheets.random.bits());
  for (double x = -sheets.half_width_mm; x < sheets.half_width_mm; x += kFacetMm) {
    const double floor = sheets.layers.floor_mm(layer, x);
    const double above = layer > 0 ? sheets.layers.floor_mm(layer - 1, x) : 0.0;
    if (floor - above < 0.15) continue;  // the layer has run out; its neighbour's fascia is there
    const double slope = (sheets.layers.floor_mm(layer, x + 0.3) - sheets.layers.floor_mm(layer, x - 0.3)) / 0.6;
    const double course = 13.0 * texture_noise(0.14 * x, 0.5, seed) + 5.0 * texture_noise(0.7 * x, 0.5, seed + 1);
    const double drift = offset_mm * (1.0 + 0.6 * texture_noise(0.12 * x, 0.5, seed + 2));
    const double rough = sheets.random.normal(0.0, 0.12);
    sheets.add({x, floor + drift + rough}, amplitude_of(decibel + course) * obliquity(slope));
  }
  if (described.kind == LayerKind::kSkin) return;
  if (offset_mm == 0.0 && sheets.random.chance(0.5)) {
    add_fascia(sheets, layer, sheets.random.uniform(0.4, 1.1), decibel - sheets.random.uniform(0.0, 8.0));
  }
}

struct Dash {
  Point middle;
  double length_mm, slope, bend, decibel;
};

void add_dash(Sheets& sheets, const Dash& dash) {
  for (double along = -0.5 * dash.length_mm; along < 0.5 * dash.length_mm; along += kFacetMm) {
    const double part = 2.0 * along / dash.length_mm;
    const double taper = 1.0 - part * part;
    const double slope = dash.slope + 2.0 * dash.bend * along;
    const double rough = sheets.random.normal(0.0, 0.06);
    sheets.add({dash.middle.x + along, dash.middle.z + dash.slope * along + dash.bend * along * along + rough},
               amplitude_of(dash.decibel) * taper * obliquity(slope));
  }
}

// Perimysium in muscles, septa in fat. Fibres follow the layer's own direction, more or less.
void add_dashes(Sheets& sheets) {
  constexpr double kTrialsPerMm2 = 0.35;
  Random& random = sheets.random;
  const int trials = static_cast<int>(kTrialsPerMm2 * 2.0 * sheets.half_width_mm * sheets.depth_mm);
  for (int trial = 0; trial < trials; ++trial) {
    const Point middle{random.uniform(-sheets.half_width_mm, sheets.half_width_mm),
                       random.uniform(0.0, sheets.depth_mm)};
    const Layer& layer = sheets.layers.all()[static_cast<std::size_t>(sheets.layers.index_at(middle))];
    const double length = std::exp(random.normal(layer.kind == LayerKind::kFat ? 1.5 : 0.75, 0.6));
    const double direction = 0.35 * texture_noise(0.05 * middle.x, 0.08 * middle.z, layer.seed + 7);
    const Dash dash{middle, std::min(length, 14.0), direction + random.normal(0.0, 0.14), random.normal(0.0, 0.015),
                    random.uniform(6.0, 30.0)};
    if (random.unit() * kTrialsPerMm2 < layer.dashes_per_mm2) add_dash(sheets, dash);
  }
}

// Strands between the fascicles of a nerve and fibres of a tendon: short, within the outline.
void add_strands(Sheets& sheets, const Body& body) {
  Random& random = sheets.random;
  const int count = static_cast<int>(body.area_mm2() * random.uniform(0.2, 1.3));
  const double strongest = std::min(36.0, body.stroma_db + 20.0);
  for (int strand = 0; strand < count; ++strand) {
    const Point middle{body.outline.centre().x + random.uniform(-1.0, 1.0) * body.outline.half_width(),
                       body.outline.centre().z + random.uniform(-1.0, 1.0) * body.outline.half_height()};
    const double half = 0.5 * random.uniform(0.4, 1.6);
    const double strength = amplitude_of(random.uniform(body.stroma_db, strongest));
    for (double along = -half; along < half; along += kFacetMm) {
      const Point point{middle.x + along, middle.z};
      if (body.signed_distance(point) > -body.rim_mm) continue;
      if (body.kind == BodyKind::kNerve && body.in_fascicle(point)) continue;
      sheets.facets.push_back({point, kFacetMm, strength});
    }
  }
}

// The probe's face, and the pleura's mirror image at twice its depth.
void add_artefacts(Sheets& sheets) {
  Random& random = sheets.random;
  const double face = random.uniform(0.12, 0.3);
  const double strength = amplitude_of(random.uniform(20.0, 32.0));
  for (double x = -sheets.half_width_mm; x < sheets.half_width_mm; x += kFacetMm) sheets.add({x, face}, strength);
  const std::vector<Layer>& layers = sheets.layers.all();
  if (layers.back().kind != LayerKind::kLung) return;
  const int pleura = static_cast<int>(layers.size()) - 2;
  const double mirrored = amplitude_of(layers[layers.size() - 2].fascia_db - random.uniform(8.0, 16.0));
  for (double x = -sheets.half_width_mm; x < sheets.half_width_mm; x += kFacetMm) {
    sheets.add({x, 2.0 * sheets.layers.floor_mm(pleura, x)}, mirrored);
  }
}

}  // namespace

std::vector<Facet> sheets_of(const Layers& layers, const std::vector<Body>& bodies, double half_width_mm,
                             double depth_mm, Random& random) {
  Sheets sheets{layers, bodies, half_width_mm, depth_mm, random, {}};
  const int count = static_cast<int>(layers.all().size());
  for (int layer = 0; layer + 1 < count; ++layer) {
    add_fascia(sheets, layer, 0.0, layers.all()[static_cast<std::size_t>(layer)].fascia_db);
  }
  add_dashes(sheets);
  for (const Body& body : bodies) {
    if (body.kind == BodyKind::kNerve || body.kind == BodyKind::kTendon) add_strands(sheets, body);
  }
  add_artefacts(sheets);
  return std::move(sheets.facets);
}

}  // namespace sonolist::model
