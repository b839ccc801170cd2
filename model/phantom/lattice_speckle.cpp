#include "model/phantom/lattice_speckle.h"

#include <algorithm>
#include <cmath>

#include "model/phantom/beam.h"
#include "model/phantom/quick_random.h"

namespace sonolist::model {
namespace {

// Spreading a scatterer over four cells takes two thirds of its energy in each direction; its phase halves the rest
// between the two parts.
constexpr float kPartOfSpread = 0.4714045F;

}  // namespace

std::vector<float> lattice_envelope(const Section& section, const Propagation& propagation, const Scanner& scanner,
                                    const PolarGrid& grid, Random& random) {
  std::vector<float> envelope(static_cast<std::size_t>(grid.size()), 0.0F);
  QuickRandom quick(random.bits());
  for (int look = 0; look < scanner.looks; ++look) {
    Echoes echoes(grid.size());
    for (std::size_t cell = 0; cell < envelope.size(); ++cell) {
      const float amplitude = kPartOfSpread * section.echo[cell];
      echoes.in_phase[cell] = amplitude * quick.normal();
      echoes.quadrature[cell] = amplitude * quick.normal();
    }
    receive(propagation, scanner, grid, echoes);
    add_power(echoes, envelope);
  }
  for (float& value : envelope) value = std::sqrt(value / static_cast<float>(scanner.looks));
  return envelope;
}

std::vector<float> moved(const std::vector<float>& envelope, const Motion& motion, const Probe& probe,
                         const PolarGrid& grid) {
  if (motion.none()) return envelope;
  std::vector<float> result(envelope.size());
  for (int row = 0; row < grid.rows; ++row) {
    for (int line = 0; line < grid.lines; ++line) {
      const Point rest = motion.rest(probe.at(grid.range(row), grid.lateral(line)));
      const double down = std::clamp(probe.range_of(rest) / grid.range_step_mm, 0.0, grid.rows - 1.001);
      const double across =
          std::clamp((probe.lateral_of(rest) - grid.first_lateral) / grid.lateral_step, 0.0, grid.lines - 1.001);
      const auto i = static_cast<int>(down);
      const auto j = static_cast<int>(across);
      const auto u = static_cast<float>(down - i);
      const auto v = static_cast<float>(across - j);
      const float* const top = envelope.data() + static_cast<std::size_t>(i) * grid.lines + j;
      const float* const bottom = top + grid.lines;
      result[static_cast<std::size_t>(row) * grid.lines + line] =
          (1.0F - u) * ((1.0F - v) * top[0] + v * top[1]) + u * ((1.0F - v) * bottom[0] + v * bottom[1]);
    }
  }
  return result;
}

}  // namespace sonolist::model
