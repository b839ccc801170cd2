#include "model/phantom/limb_layers.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "model/phantom/texture_noise.h"

namespace sonolist::model {
namespace {

constexpr double kColumnMm = 0.25;  // across
constexpr double kColumnMarginMm = 2.0;

}  // namespace

Layers::Layers(double half_width_mm, double depth_mm, Random& random) : half_width_mm_(half_width_mm) {
  const double skin = random.uniform(0.9, 2.0);
  const double share = random.unit();
  fat_mm_ = std::min(1.0 + 9.0 * share * share, 0.30 * depth_mm);
  Layer surface;
  surface.kind = LayerKind::kSkin;
  surface.echo_db = random.uniform(3.0, 8.0);
  surface.fascia_db = random.uniform(12.0, 20.0);
  add(surface, {skin, random.normal(0.0, 0.01), 0.0, random.uniform(0.0, 0.15), 9.0}, random);
  Layer fat;
  fat.kind = LayerKind::kFat;
  fat.echo_db = random.normal(-1.0, 2.5);
  fat.fascia_db = random.uniform(23.0, 37.0);
  fat.dashes_per_mm2 = random.uniform(0.01, 0.07);
  add(fat,
      {skin + fat_mm_, random.normal(0.0, 0.05), random.normal(0.0, 0.002), random.uniform(0.2, 0.9),
       random.uniform(7.0, 14.0)},
      random);
  add_deep_layers(depth_mm, random);
}

void Layers::add_deep_layers(double depth_mm, Random& random) {
  double depth = layers_.back().floors[layers_.back().floors.size() / 2];
  const bool lung = random.chance(0.12);
  const double last = depth_mm * (lung ? random.uniform(0.55, 0.9) : 1.1);
  while (depth < last) {
    Layer layer;
    const bool muscle = random.chance(0.68);
    layer.kind = muscle ? LayerKind::kMuscle : LayerKind::kLoose;
    layer.echo_db = muscle ? random.normal(-1.0, 2.5) : random.normal(5.0, 2.0);
    layer.fascia_db = random.uniform(8.0, 33.0);
    layer.dashes_per_mm2 = muscle ? random.uniform(0.02, 0.30) : random.uniform(0.02, 0.12);
    const double thickness = muscle ? random.uniform(2.5, 12.0) : random.uniform(1.2, 5.0);
    const double slope = random.chance(0.35) ? random.uniform(-0.38, 0.38) : random.normal(0.0, 0.08);
    depth += thickness;
    add(layer, {depth, slope, random.normal(0.0, 0.006), random.uniform(0.2, 1.6), random.uniform(5.0, 13.0)}, random);
  }
  Layer deepest;
  deepest.kind = lung ? LayerKind::kLung : random.chance(0.6) ? LayerKind::kMuscle : LayerKind::kLoose;
  deepest.echo_db = lung ? random.uniform(-2.0, 6.0) : random.normal(0.0, 2.5);
  deepest.dashes_per_mm2 = lung ? 0.0 : random.uniform(0.01, 0.10);
  if (lung) layers_.back().fascia_db = random.uniform(28.0, 36.0);
  add(deepest, {10.0 * depth_mm, 0.0, 0.0, 0.0, 1.0}, random);
}

void Layers::add(Layer layer, const Course& course, Random& random) {
  layer.seed = static_cast<std::uint32_t>(random.bits());
  const int steps = static_cast<int>(std::ceil(2.0 * (half_width_mm_ + kColumnMarginMm) / kColumnMm)) + 2;
  for (int step = 0; step < steps; ++step) {
    const double x = -half_width_mm_ - kColumnMarginMm + step * kColumnMm;
    const double wave = texture_noise(x / course.wave_scale_mm, 0.3, layer.seed) +
                        0.3 * texture_noise(3.1 * x / course.wave_scale_mm, 0.7, layer.seed);
    const double floor = course.depth_mm + (course.slope + course.bend * x) * x + course.wave_mm * wave;
    const double above = layers_.empty() ? 0.3 : layers_.back().floors[static_cast<std::size_t>(step)];
    layer.floors.push_back(static_cast<float>(std::max(floor, above)));
  }
  layers_.push_back(std::move(layer));
}

Layers::Column Layers::column(double x) const {
  const double place = (x + half_width_mm_ + kColumnMarginMm) / kColumnMm;
  const int steps = static_cast<int>(layers_.front().floors.size());
  const int first = std::clamp(static_cast<int>(place), 0, steps - 2);
  return {first, static_cast<float>(std::clamp(place - first, 0.0, 1.0))};
}

int Layers::index_at(Point point) const {
  const Column here = column(point.x);
  const int last = static_cast<int>(layers_.size()) - 1;
  for (int layer = 0; layer < last; ++layer) {
    const float* const floors = layers_[static_cast<std::size_t>(layer)].floors.data() + here.first;
    if (point.z < floors[0] + here.part * (floors[1] - floors[0])) return layer;
  }
  return last;
}

double Layers::floor_mm(int layer, double x) const {
  const Column here = column(x);
  const float* const floors = layers_[static_cast<std::size_t>(layer)].floors.data() + here.first;
  return floors[0] + here.part * (floors[1] - floors[0]);
}

}  // namespace sonolist::model
