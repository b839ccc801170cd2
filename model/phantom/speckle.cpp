#include "model/phantom/speckle.h"

#include <algorithm>
#include <cmath>

#include "model/phantom/beam.h"

namespace sonolist::model {
namespace {

constexpr double kBandShift = 0.2;  // between looks; enough for independent speckle at these pulse lengths
constexpr double kRimMm = 1.5;
constexpr double kPi = 3.14159265358979323846;

void add_scatterers(const std::vector<Scatterer>& scatterers, const Motion& motion, const Probe& probe, double pitch_mm,
                    double wavelength_mm, const PolarGrid& grid, Echoes& echoes) {
  const double phase_per_mm = 4.0 * kPi / wavelength_mm;
  const double cell_factor = pitch_mm * pitch_mm / (grid.range_step_mm * grid.lateral_step);
  for (const Scatterer& scatterer : scatterers) {
    const Point point = motion.displaced(scatterer.rest);
    const double range = probe.range_of(point);
    const double row = range / grid.range_step_mm;
    const double line = (probe.lateral_of(point) - grid.first_lateral) / grid.lateral_step;
    if (row < 0.0 || line < 0.0 || row >= grid.rows - 1 || line >= grid.lines - 1) continue;
    const int first_row = static_cast<int>(row);
    const int first_line = static_cast<int>(line);
    const auto down = static_cast<float>(row - first_row);
    const auto across = static_cast<float>(line - first_line);
    // The wider cells of deep rows hold more scatterers; a machine's gain makes up for it.
    const auto amplitude =
        scatterer.amplitude * static_cast<float>(std::sqrt(cell_factor / probe.mm_per_lateral(range)));
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

Echoes echoes_of(const std::vector<Scatterer>& scatterers, const Motion& motion, const Propagation& propagation,
                 const Scanner& scanner, const PolarGrid& grid, double wavelength_mm) {
  Echoes echoes(grid.size());
  add_scatterers(scatterers, motion, scanner.probe, scanner.scatterer_pitch_mm, wavelength_mm, grid, echoes);
  receive(propagation, scanner, grid, echoes);
  return echoes;
}

}  // namespace

std::vector<Scatterer> draw_scatterers(const Anatomy& anatomy, const Scanner& scanner, Random& random) {
  const Probe& probe = scanner.probe;
  const double pitch = scanner.scatterer_pitch_mm;
  Probe rim = probe;
  rim.depth_mm += kRimMm;
  rim.half_span += kRimMm / probe.mm_per_lateral(0.0);
  const int columns = static_cast<int>(std::ceil(rim.width_mm() / pitch));
  const int rows = static_cast<int>(std::ceil((rim.height_mm() + kRimMm) / pitch));
  std::vector<Scatterer> scatterers;
  scatterers.reserve(static_cast<std::size_t>(columns) * rows);
  constexpr double kSquareRootOfThree = 1.7320508;
  for (int row = 0; row < rows; ++row) {
    for (int column = 0; column < columns; ++column) {
      const Point square{-0.5 * rim.width_mm() + column * pitch, rim.top_mm() + row * pitch};
      if (!rim.sees(square)) continue;
      const Point point{square.x + pitch * random.unit(), square.z + pitch * random.unit()};
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
