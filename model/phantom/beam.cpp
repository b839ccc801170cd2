#include "model/phantom/beam.h"

#include <algorithm>
#include <cmath>

namespace sonolist::model {
namespace {

// One half of a symmetric kernel of unit energy, so that speckle keeps its brightness whatever its width.
std::vector<float> gaussian_half(double deviation) {
  const int reach = std::max(1, static_cast<int>(std::ceil(2.8 * deviation)));
  std::vector<float> half(static_cast<std::size_t>(reach) + 1);
  double energy = 0.0;
  for (int tap = 0; tap <= reach; ++tap) {
    const double value = std::exp(-0.5 * tap * tap / (deviation * deviation));
    half[static_cast<std::size_t>(tap)] = static_cast<float>(value);
    energy += (tap == 0 ? 1.0 : 2.0) * value * value;
  }
  for (float& value : half) value /= static_cast<float>(std::sqrt(energy));
  return half;
}

double sum_of(const std::vector<float>& half) {
  double sum = half[0];
  for (std::size_t tap = 1; tap < half.size(); ++tap) sum += 2.0 * half[tap];
  return sum;
}

double lateral_deviation_in_lines(const Scanner& scanner, const PolarGrid& grid, int row) {
  const double line_mm = scanner.probe.mm_per_lateral(grid.range(row)) * grid.lateral_step;
  return scanner.lateral_deviation_mm(grid.range(row)) / line_mm;
}

// A boundary reflects in phase all along, hence it is undone here what unit energy does to a coherent sum.
void add_boundaries(const std::vector<float>& specular, const Scanner& scanner, const PolarGrid& grid,
                    const std::vector<float>& axial, Echoes& echoes) {
  for (int row = 0; row < grid.rows; ++row) {
    const double lateral_sum = sum_of(gaussian_half(lateral_deviation_in_lines(scanner, grid, row)));
    const auto factor = static_cast<float>(1.0 / (lateral_sum * axial[0]));
    const std::size_t begin = static_cast<std::size_t>(row) * grid.lines;
    for (int line = 0; line < grid.lines; ++line) echoes.in_phase[begin + line] += factor * specular[begin + line];
  }
}

// Row by row with the beam's width at that depth.
void blur_across(std::vector<float>& values, const Scanner& scanner, const PolarGrid& grid) {
  std::vector<float> padded;
  for (int row = 0; row < grid.rows; ++row) {
    const std::vector<float> half = gaussian_half(lateral_deviation_in_lines(scanner, grid, row));
    const int reach = static_cast<int>(half.size()) - 1;
    float* const begin = values.data() + static_cast<std::size_t>(row) * grid.lines;
    padded.assign(static_cast<std::size_t>(grid.lines) + 2 * half.size() - 2, 0.0F);
    std::copy(begin, begin + grid.lines, padded.begin() + reach);
    const float* const centre = padded.data() + reach;
    for (int line = 0; line < grid.lines; ++line) begin[line] = half[0] * centre[line];
    for (int tap = 1; tap <= reach; ++tap) {
      const float weight = half[static_cast<std::size_t>(tap)];
      for (int line = 0; line < grid.lines; ++line) begin[line] += weight * (centre[line - tap] + centre[line + tap]);
    }
  }
}

std::vector<float> blurred_along(const std::vector<float>& values, const std::vector<float>& half,
                                 const PolarGrid& grid) {
  std::vector<float> result(values.size(), 0.0F);
  const int reach = static_cast<int>(half.size()) - 1;
  for (int row = 0; row < grid.rows; ++row) {
    float* const target = result.data() + static_cast<std::size_t>(row) * grid.lines;
    for (int tap = -reach; tap <= reach; ++tap) {
      const int other = row + tap;
      if (other < 0 || other >= grid.rows) continue;
      const float* const source = values.data() + static_cast<std::size_t>(other) * grid.lines;
      const float weight = half[static_cast<std::size_t>(std::abs(tap))];
      for (int line = 0; line < grid.lines; ++line) target[line] += weight * source[line];
    }
  }
  return result;
}

}  // namespace

void receive(const Propagation& propagation, const Scanner& scanner, const PolarGrid& grid, Echoes& echoes) {
  const std::vector<float> axial = gaussian_half(scanner.axial_deviation_mm / grid.range_step_mm);
  add_boundaries(propagation.specular, scanner, grid, axial, echoes);
  for (std::size_t cell = 0; cell < propagation.transmission.size(); ++cell) {
    echoes.in_phase[cell] *= propagation.transmission[cell];
    echoes.quadrature[cell] *= propagation.transmission[cell];
  }
  blur_across(echoes.in_phase, scanner, grid);
  blur_across(echoes.quadrature, scanner, grid);
  echoes.in_phase = blurred_along(echoes.in_phase, axial, grid);
  echoes.quadrature = blurred_along(echoes.quadrature, axial, grid);
}

void add_power(const Echoes& echoes, std::vector<float>& power) {
  for (std::size_t cell = 0; cell < power.size(); ++cell) {
    const float real = echoes.in_phase[cell];
    const float imaginary = echoes.quadrature[cell];
    power[cell] += real * real + imaginary * imaginary;
  }
}

}  // namespace sonolist::model
