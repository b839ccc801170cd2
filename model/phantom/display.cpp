#include "model/phantom/display.h"

#include <algorithm>
#include <cmath>

namespace sonolist::model {
namespace {

double gain_error_db(const Scanner& scanner, double range_mm) {
  const double place = range_mm / scanner.probe.depth_mm * (scanner.gain_error_db.size() - 1.0);
  const auto first = std::min(static_cast<std::size_t>(place), scanner.gain_error_db.size() - 2);
  const double part = place - static_cast<double>(first);
  return scanner.gain_error_db[first] * (1.0 - part) + scanner.gain_error_db[first + 1] * part;
}

double contact_db(const Scanner& scanner, double angle) {
  constexpr double kEdgeAngle = 0.06;
  const double side = scanner.lost_contact_angle < 0.0 ? -1.0 : 1.0;
  const double beyond = side * angle - std::abs(scanner.lost_contact_angle);
  return -scanner.lost_contact_db * std::clamp(0.5 + beyond / kEdgeAngle, 0.0, 1.0);
}

void smooth_across(float* values, int lines, float weight) {
  float before = values[0];
  for (int line = 0; line < lines; ++line) {
    const float here = values[line];
    const float after = values[std::min(line + 1, lines - 1)];
    values[line] = (weight * (before + after) + here) / (1.0F + 2.0F * weight);
    before = here;
  }
}

}  // namespace

std::vector<float> grey_levels(const std::vector<float>& envelope, const Scanner& scanner, const PolarGrid& grid,
                               Random& noise) {
  std::vector<float> grey(envelope.size());
  std::vector<float> contact(static_cast<std::size_t>(grid.lines));
  for (int line = 0; line < grid.lines; ++line) {
    contact[static_cast<std::size_t>(line)] =
        static_cast<float>(std::pow(10.0, contact_db(scanner, grid.angle(line)) / 20.0));
  }
  for (int row = 0; row < grid.rows; ++row) {
    const double range = grid.range(row);
    const double noise_db = scanner.noise_db - scanner.noise_slope_db_per_mm * (scanner.probe.depth_mm - range);
    const double noise_power = std::pow(10.0, noise_db / 10.0);
    const double gain = gain_error_db(scanner, range);
    float* const values = grey.data() + static_cast<std::size_t>(row) * grid.lines;
    for (int line = 0; line < grid.lines; ++line) {
      const std::size_t cell = static_cast<std::size_t>(row) * grid.lines + line;
      const double signal = envelope[cell] * contact[static_cast<std::size_t>(line)];
      // Power of complex Gaussian noise is exponentially distributed.
      const double power = signal * signal - noise_power * std::log(1.0 - noise.unit()) + 1e-12;
      const double level = scanner.muscle_grey + (10.0 * std::log10(power) + gain) / scanner.dynamic_range_db;
      values[line] = static_cast<float>(255.0 * std::pow(std::clamp(level, 0.0, 1.0), scanner.gamma));
    }
    smooth_across(values, grid.lines, static_cast<float>(scanner.smoothing));
  }
  return grey;
}

}  // namespace sonolist::model
