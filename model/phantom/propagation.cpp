#include "model/phantom/propagation.h"

#include <algorithm>
#include <cmath>

namespace sonolist::model {
namespace {

constexpr double kBoneLossDb = 52.0;     // two passes with amplitude 0.05 each
constexpr double kSpecularGain = 150.0;  // brings bone at right angles 40 dB above muscle

struct RaySample {
  Place place;
  Tissue tissue = Tissue::kMuscle;
};

// One beam: it looks at a section where there is one, else at the anatomy itself.
struct Ray {
  const Anatomy& anatomy;
  const Motion& motion;
  const Probe& probe;
  const PolarGrid& grid;
  const Section* section;
  int line;

  double lateral() const { return grid.lateral(line); }
  int rows_per_step() const { return section == nullptr ? 2 : 1; }  // 0.24 mm: half the thinnest layer
  double step_mm() const { return rows_per_step() * grid.range_step_mm; }
  Point rest_at(double range) const { return motion.rest(probe.at(range, lateral())); }

  RaySample at(int row) const {
    if (section != nullptr) {
      const std::size_t cell = static_cast<std::size_t>(row) * grid.lines + line;
      return {section->places[cell], section->tissues[cell]};
    }
    const Point point = rest_at(grid.range(row));
    const Place place = anatomy.locate(point);
    return {place, anatomy.tissue(place, point)};
  }
};

// Bone is rough, fascia shines only at right angles.
double roughness_exponent(Tissue tissue) {
  return tissue == Tissue::kBone ? 2.5 : 10.0;
}

double cosine_to_normal(const Ray& ray, int structure, double range) {
  constexpr double kStep = 0.2;
  const Point point = ray.rest_at(range);
  const auto distance = [&](double x, double z) {
    return ray.anatomy.signed_distance(structure, {point.x + x, point.z + z});
  };
  const double across = distance(kStep, 0.0) - distance(-kStep, 0.0);
  const double down = distance(0.0, kStep) - distance(0.0, -kStep);
  const double length = std::hypot(across, down);
  if (length < 1e-9) return 0.0;
  const Point direction = ray.probe.direction(ray.lateral());
  return std::abs(direction.x * across + direction.z * down) / length;
}

// The range between the two at which the structure changes.
double boundary_between(const Ray& ray, int nearer, double near, double far) {
  if (ray.section != nullptr) return 0.5 * (near + far);
  for (int halving = 0; halving < 4; ++halving) {
    const double middle = 0.5 * (near + far);
    (ray.anatomy.locate(ray.rest_at(middle)).structure == nearer ? near : far) = middle;
  }
  return 0.5 * (near + far);
}

void add_boundary_echo(const Ray& ray, const RaySample& before, const RaySample& after, double range,
                       std::vector<float>& specular) {
  const double z1 = properties_of(before.tissue).impedance_mrayl;
  const double z2 = properties_of(after.tissue).impedance_mrayl;
  if (z1 == z2) return;
  const double boundary = boundary_between(ray, before.place.structure, range - ray.step_mm(), range);
  const int owner = std::min(before.place.structure, after.place.structure);  // the outline that crosses the beam here
  const double exponent = roughness_exponent(after.tissue);
  const double echo =
      kSpecularGain * std::abs(z2 - z1) / (z2 + z1) * std::pow(cosine_to_normal(ray, owner, boundary), exponent);
  const double row = boundary / ray.grid.range_step_mm;
  const int first = static_cast<int>(row);
  if (first < 0 || first + 1 >= ray.grid.rows) return;
  const auto part = static_cast<float>(row - first);
  float* const place = specular.data() + static_cast<std::size_t>(first) * ray.grid.lines + ray.line;
  place[0] += static_cast<float>(echo) * (1.0F - part);
  place[ray.grid.lines] += static_cast<float>(echo) * part;
}

// Losses in dB along one line; returns the row from which the line is in the shadow of bone.
int follow_ray(const Ray& ray, const Scanner& scanner, std::vector<float>& loss_db, std::vector<float>& specular) {
  const PolarGrid& grid = ray.grid;
  double lost = 0.0;
  double in_bone = 0.0;
  int shadow_row = grid.rows;
  RaySample before = ray.at(0);
  const double step = ray.step_mm();
  for (int row = 0; row < grid.rows; row += ray.rows_per_step()) {
    const RaySample here = ray.at(row);
    if (here.place.structure != before.place.structure && row > 0 && in_bone == 0.0) {
      add_boundary_echo(ray, before, here, grid.range(row), specular);
    }
    if (here.tissue == Tissue::kBone) {
      shadow_row = std::min(shadow_row, row);
      if (in_bone < scanner.bone_arc_mm) lost += kBoneLossDb * step / scanner.bone_arc_mm;
      in_bone += step;
    }
    lost += 2.0 * 0.1 * step * properties_of(here.tissue).attenuation_db_per_cm_mhz * scanner.frequency_mhz *
            scanner.attenuation_factor;
    for (int copy = row; copy < std::min(row + ray.rows_per_step(), grid.rows); ++copy) {
      loss_db[static_cast<std::size_t>(copy) * grid.lines + ray.line] = static_cast<float>(lost);
    }
    before = here;
  }
  return shadow_row;
}

void add_facets(const std::vector<Facet>& facets, const Motion& motion, const Probe& probe, const PolarGrid& grid,
                std::vector<float>& specular) {
  for (const Facet& facet : facets) {
    const Point point = motion.displaced(facet.centre);
    const double range = probe.range_of(point);
    const double row = range / grid.range_step_mm;
    const double line = (probe.lateral_of(point) - grid.first_lateral) / grid.lateral_step;
    if (row < 0.0 || line < 0.0 || row >= grid.rows - 1 || line >= grid.lines - 1) continue;
    const double lines_wide = facet.width_mm / (probe.mm_per_lateral(range) * grid.lateral_step);
    const auto strength = static_cast<float>(facet.strength * lines_wide);
    const int first_row = static_cast<int>(row);
    const int first_line = static_cast<int>(line);
    const auto down = static_cast<float>(row - first_row);
    const auto across = static_cast<float>(line - first_line);
    float* const top = specular.data() + static_cast<std::size_t>(first_row) * grid.lines + first_line;
    float* const bottom = top + grid.lines;
    top[0] += strength * (1.0F - down) * (1.0F - across);
    top[1] += strength * (1.0F - down) * across;
    bottom[0] += strength * down * (1.0F - across);
    bottom[1] += strength * down * across;
  }
}

// The time gain control lifts the mean of the beams that bone leaves free.
std::vector<float> mean_loss(const std::vector<float>& loss_db, const std::vector<int>& shadow_rows,
                             const PolarGrid& grid) {
  std::vector<float> mean(static_cast<std::size_t>(grid.rows), 0.0F);
  for (int row = 0; row < grid.rows; ++row) {
    double sum = 0.0;
    int count = 0;
    for (int line = 0; line < grid.lines; ++line) {
      if (shadow_rows[static_cast<std::size_t>(line)] <= row) continue;
      sum += loss_db[static_cast<std::size_t>(row) * grid.lines + line];
      ++count;
    }
    mean[static_cast<std::size_t>(row)] = count > 0 ? static_cast<float>(sum / count) : mean[std::max(0, row - 1)];
  }
  return mean;
}

// The aperture looks past the edge of an obstacle, so a shadow's edge is about as soft as the aperture is wide.
void soften_across(std::vector<float>& row_values, int reach) {
  const int lines = static_cast<int>(row_values.size());
  std::vector<double> sums(row_values.size() + 1, 0.0);
  for (int line = 0; line < lines; ++line) sums[line + 1] = sums[line] + row_values[line];
  for (int line = 0; line < lines; ++line) {
    const int low = std::max(0, line - reach);
    const int high = std::min(lines, line + reach + 1);
    row_values[line] = static_cast<float>((sums[high] - sums[low]) / (high - low));
  }
}

}  // namespace

Propagation propagate(const Anatomy& anatomy, const Motion& motion, const Scanner& scanner, const PolarGrid& grid,
                      const Section* section) {
  Propagation result;
  result.specular.assign(static_cast<std::size_t>(grid.size()), 0.0F);
  result.transmission.assign(static_cast<std::size_t>(grid.size()), 0.0F);
  std::vector<int> shadow_rows;
  for (int line = 0; line < grid.lines; ++line) {
    const Ray ray{anatomy, motion, scanner.probe, grid, section, line};
    shadow_rows.push_back(follow_ray(ray, scanner, result.transmission, result.specular));
  }
  add_facets(anatomy.facets(), motion, scanner.probe, grid, result.specular);
  const std::vector<float> gain_db = mean_loss(result.transmission, shadow_rows, grid);
  std::vector<float> values(static_cast<std::size_t>(grid.lines));
  for (int row = 0; row < grid.rows; ++row) {
    float* const row_begin = result.transmission.data() + static_cast<std::size_t>(row) * grid.lines;
    for (int line = 0; line < grid.lines; ++line) {
      const float decibel = gain_db[static_cast<std::size_t>(row)] - row_begin[line];
      values[static_cast<std::size_t>(line)] = std::exp(0.1151293F * decibel);  // ln(10) / 20
    }
    constexpr double kSoftEdgeMm = 1.0;
    const double line_mm = scanner.probe.mm_per_lateral(grid.range(row)) * grid.lateral_step;
    soften_across(values, static_cast<int>(kSoftEdgeMm / line_mm));
    std::copy(values.begin(), values.end(), row_begin);
  }
  return result;
}

}  // namespace sonolist::model
