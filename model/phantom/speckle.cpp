#include "model/phantom/speckle.h"

#include <algorithm>
#include <cmath>

namespace sonolist::model {
namespace {

constexpr double kPitchMm = 0.32;   // one possible scatterer in each square of this size
constexpr double kBandShift = 0.2;  // between looks; enough for independent speckle at these pulse lengths
constexpr double kRimMm = 1.5;
constexpr double kPi = 3.14159265358979323846;

// Echoes at base band: in phase and quadrature.
struct Echoes {
  explicit Echoes(int size) : in_phase(static_cast<std::size_t>(size)), quadrature(static_cast<std::size_t>(size)) {}
  std::vector<float> in_phase;
  std::vector<float> quadrature;
};

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
  const double line_mm = (scanner.probe.radius_mm + grid.range(row)) * grid.angle_step;
  return scanner.lateral_deviation_mm(grid.range(row)) / line_mm;
}

void add_scatterers(const std::vector<Scatterer>& scatterers, const Motion& motion, const Probe& probe,
                    double wavelength_mm, const PolarGrid& grid, Echoes& echoes) {
  const double phase_per_mm = 4.0 * kPi / wavelength_mm;
  const double cell_factor = kPitchMm * kPitchMm / (grid.range_step_mm * grid.angle_step);
  for (const Scatterer& scatterer : scatterers) {
    const Point point = motion.displaced(scatterer.rest);
    const double range = probe.range_of(point);
    const double row = range / grid.range_step_mm;
    const double line = (probe.angle_of(point) - grid.first_angle) / grid.angle_step;
    if (row < 0.0 || line < 0.0 || row >= grid.rows - 1 || line >= grid.lines - 1) continue;
    const int first_row = static_cast<int>(row);
    const int first_line = static_cast<int>(line);
    const auto down = static_cast<float>(row - first_row);
    const auto across = static_cast<float>(line - first_line);
    // The wider cells of deep rows hold more scatterers; a machine's gain makes up for it.
    const auto amplitude = scatterer.amplitude * static_cast<float>(std::sqrt(cell_factor / (probe.radius_mm + range)));
    const auto phase = static_cast<float>(phase_per_mm * range);
    const float real = amplitude * std::cos(phase);
    const float imaginary = amplitude * std::sin(phase);
    const float weights[2][2] = {{(1.0F - down) * (1.0F - across), (1.0F - down) * across},
                                 {down * (1.0F - across), down * across}};
    for (int i = 0; i < 2; ++i) {
      for (int j = 0; j < 2; ++j) {
        const std::size_t cell = static_cast<std::size_t>(first_row + i) * grid.lines + first_line + j;
        echoes.in_phase[cell] += weights[i][j] * real;
        echoes.quadrature[cell] += weights[i][j] * imaginary;
      }
    }
  }
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

Echoes echoes_of(const std::vector<Scatterer>& scatterers, const Motion& motion, const Propagation& propagation,
                 const Scanner& scanner, const PolarGrid& grid, double wavelength_mm) {
  Echoes echoes(grid.size());
  const std::vector<float> axial = gaussian_half(scanner.axial_deviation_mm / grid.range_step_mm);
  add_scatterers(scatterers, motion, scanner.probe, wavelength_mm, grid, echoes);
  add_boundaries(propagation.specular, scanner, grid, axial, echoes);
  for (std::size_t cell = 0; cell < propagation.transmission.size(); ++cell) {
    echoes.in_phase[cell] *= propagation.transmission[cell];
    echoes.quadrature[cell] *= propagation.transmission[cell];
  }
  blur_across(echoes.in_phase, scanner, grid);
  blur_across(echoes.quadrature, scanner, grid);
  echoes.in_phase = blurred_along(echoes.in_phase, axial, grid);
  echoes.quadrature = blurred_along(echoes.quadrature, axial, grid);
  return echoes;
}

void add_power(const Echoes& echoes, std::vector<float>& power) {
  for (std::size_t cell = 0; cell < power.size(); ++cell) {
    const float real = echoes.in_phase[cell];
    const float imaginary = echoes.quadrature[cell];
    power[cell] += real * real + imaginary * imaginary;
  }
}

}  // namespace

std::vector<Scatterer> draw_scatterers(const Anatomy& anatomy, const Scanner& scanner, Random& random) {
  const Probe& probe = scanner.probe;
  Probe rim = probe;
  rim.depth_mm += kRimMm;
  rim.half_angle += kRimMm / probe.radius_mm;
  const int columns = static_cast<int>(std::ceil(rim.width_mm() / kPitchMm));
  const int rows = static_cast<int>(std::ceil((rim.height_mm() + kRimMm) / kPitchMm));
  std::vector<Scatterer> scatterers;
  scatterers.reserve(static_cast<std::size_t>(columns) * rows);
  constexpr double kSquareRootOfThree = 1.7320508;
  for (int row = 0; row < rows; ++row) {
    for (int column = 0; column < columns; ++column) {
      const Point square{-0.5 * rim.width_mm() + column * kPitchMm, rim.top_mm() + row * kPitchMm};
      if (!rim.sees(square)) continue;
      const Point point{square.x + kPitchMm * random.unit(), square.z + kPitchMm * random.unit()};
      const Place place = anatomy.locate(point);
      const TissueProperties& tissue = properties_of(anatomy.tissue(place, point));
      const double spread = 1.0 + tissue.echo_spread * kSquareRootOfThree * random.uniform(-1.0, 1.0);
      if (!random.chance(tissue.scatterer_density)) continue;
      scatterers.push_back({point, static_cast<float>(spread * anatomy.echo_amplitude(place, point))});
    }
  }
  return scatterers;
}

std::vector<float> echo_envelope(const std::vector<Scatterer>& scatterers, const Motion& motion,
                                 const Propagation& propagation, const Scanner& scanner, const PolarGrid& grid) {
  std::vector<float> envelope(static_cast<std::size_t>(grid.size()), 0.0F);
  for (int look = 0; look < scanner.looks; ++look) {
    const double wavelength = scanner.wavelength_mm() * (1.0 + kBandShift * look);
    add_power(echoes_of(scatterers, motion, propagation, scanner, grid, wavelength), envelope);
  }
  for (float& value : envelope) value = std::sqrt(value / static_cast<float>(scanner.looks));
  return envelope;
}

}  // namespace sonolist::model
