#include "model/phantom/propagation.h"

#include <algorithm>
#include <cmath>

namespace sonolist::model {
namespace {

constexpr int kRowsPerStep = 2;          // 0.24 mm: half the thinnest layer
constexpr double kBoneLossDb = 52.0;     // two passes with amplitude 0.05 each
constexpr double kSpecularGain = 150.0;  // brings bone at right angles 40 dB above muscle

struct Ray {
  const Anatomy& anatomy;
  const Motion& motion;
  const Probe& probe;
  double angle;

  Point rest_at(double range) const { return motion.rest(probe.at(range, angle)); }
};

// Bone is rough, fascia shines only at right angles.
double roughness_exponent(Tissue tissue) {
  return tissue == Tissue::kBone ? 2.5 : 10.0;
}

double cosine_to_normal(const Ray& ray, Structure structure, double range) {
  constexpr double kStep = 0.2;
  const Point point = ray.rest_at(range);
  const auto distance = [&](double x, double z) {
    return ray.anatomy.signed_distance(structure, {point.x + x, point.z + z});
  };
  const double across = distance(kStep, 0.0) - distance(-kStep, 0.0);
  const double down = distance(0.0, kStep) - distance(0.0, -kStep);
  const double length = std::hypot(across, down);
  if (length < 1e-9) return 0.0;
  return std::abs(std::sin(ray.angle) * across + std::cos(ray.angle) * down) / length;
}

// The range between the two at which the structure changes.
double boundary_between(const Ray& ray, Structure nearer, double near, double far) {
  for (int halving = 0; halving < 4; ++halving) {
    const double middle = 0.5 * (near + far);
    (ray.anatomy.locate(ray.rest_at(middle)).structure == nearer ? near : far) = middle;
  }
  return 0.5 * (near + far);
}

void add_boundary_echo(const Ray& ray, Place before, Tissue tissue_before, Place after, Tissue tissue_after,
                       double range, const PolarGrid& grid, int line, std::vector<float>& specular) {
  const double boundary = boundary_between(ray, before.structure, range - kRowsPerStep * grid.range_step_mm, range);
  const double z1 = properties_of(tissue_before).impedance_mrayl;
  const double z2 = properties_of(tissue_after).impedance_mrayl;
  const Structure owner = std::min(before.structure, after.structure);  // the outline that crosses the beam here
  const double exponent = roughness_exponent(tissue_after);
  const double echo =
      kSpecularGain * std::abs(z2 - z1) / (z2 + z1) * std::pow(cosine_to_normal(ray, owner, boundary), exponent);
  const double row = boundary / grid.range_step_mm;
  const int first = static_cast<int>(row);
  if (first < 0 || first + 1 >= grid.rows) return;
  const auto part = static_cast<float>(row - first);
  specular[static_cast<std::size_t>(first) * grid.lines + line] += static_cast<float>(echo) * (1.0F - part);
  specular[static_cast<std::size_t>(first + 1) * grid.lines + line] += static_cast<float>(echo) * part;
}

// Losses in dB along one line; returns the row from which the line is in the femur's shadow.
int follow_ray(const Ray& ray, const Scanner& scanner, const PolarGrid& grid, int line, std::vector<float>& loss_db,
               std::vector<float>& specular) {
  double lost = 0.0;
  double in_bone = 0.0;
  int shadow_row = grid.rows;
  Place before = ray.anatomy.locate(ray.rest_at(0.0));
  Tissue tissue_before = ray.anatomy.tissue(before, ray.rest_at(0.0));
  const double step = kRowsPerStep * grid.range_step_mm;
  for (int row = 0; row < grid.rows; row += kRowsPerStep) {
    const Point point = ray.rest_at(grid.range(row));
    const Place here = ray.anatomy.locate(point);
    const Tissue tissue = ray.anatomy.tissue(here, point);
    if (here.structure != before.structure && row > 0 && in_bone == 0.0) {
      add_boundary_echo(ray, before, tissue_before, here, tissue, grid.range(row), grid, line, specular);
    }
    if (tissue == Tissue::kBone) {
      shadow_row = std::min(shadow_row, row);
      if (in_bone < scanner.bone_arc_mm) lost += kBoneLossDb * step / scanner.bone_arc_mm;
      in_bone += step;
    }
    lost += 2.0 * 0.1 * step * properties_of(tissue).attenuation_db_per_cm_mhz * scanner.frequency_mhz;
    for (int copy = row; copy < std::min(row + kRowsPerStep, grid.rows); ++copy) {
      loss_db[static_cast<std::size_t>(copy) * grid.lines + line] = static_cast<float>(lost);
    }
    before = here;
    tissue_before = tissue;
  }
  return shadow_row;
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

Propagation propagate(const Anatomy& anatomy, const Motion& motion, const Scanner& scanner, const PolarGrid& grid) {
  Propagation result;
  result.specular.assign(static_cast<std::size_t>(grid.size()), 0.0F);
  result.transmission.assign(static_cast<std::size_t>(grid.size()), 0.0F);
  std::vector<int> shadow_rows;
  for (int line = 0; line < grid.lines; ++line) {
    const Ray ray{anatomy, motion, scanner.probe, grid.angle(line)};
    shadow_rows.push_back(follow_ray(ray, scanner, grid, line, result.transmission, result.specular));
  }
  const std::vector<float> gain_db = mean_loss(result.transmission, shadow_rows, grid);
  std::vector<float> values(static_cast<std::size_t>(grid.lines));
  for (int row = 0; row < grid.rows; ++row) {
    float* const row_begin = result.transmission.data() + static_cast<std::size_t>(row) * grid.lines;
    for (int line = 0; line < grid.lines; ++line) {
      const float decibel = gain_db[static_cast<std::size_t>(row)] - row_begin[line];
      values[static_cast<std::size_t>(line)] = std::exp(0.1151293F * decibel);  // ln(10) / 20
    }
    constexpr double kSoftEdgeMm = 1.0;
    const double line_mm = (scanner.probe.radius_mm + grid.range(row)) * grid.angle_step;
    soften_across(values, static_cast<int>(kSoftEdgeMm / line_mm));
    std::copy(values.begin(), values.end(), row_begin);
  }
  return result;
}

}  // namespace sonolist::model
