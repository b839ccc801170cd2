#include "model/phantom/scanner.h"

#include <algorithm>
#include <cmath>

namespace sonolist::model {
namespace {

constexpr double kFullWidthPerDeviation = 2.3548;  // Gaussian
constexpr double kLeastFNumber = 2.0;
constexpr double kDegree = 3.14159265358979323846 / 180.0;

}  // namespace

double Scanner::lateral_deviation_mm(double range_mm) const {
  const double f_number = std::max(kLeastFNumber, range_mm / aperture_mm);
  const double defocus = std::hypot(1.0, (range_mm - focus_mm) / 45.0);
  return beam_width_factor * wavelength_mm() * f_number * defocus / kFullWidthPerDeviation;
}

Probe draw_probe(Random& random) {
  Probe probe;
  probe.radius_mm = random.uniform(40.0, 60.0);
  probe.half_span = 0.5 * random.uniform(60.0, 75.0) * kDegree;
  return probe;
}

Scanner draw_scanner(Probe probe, double needed_depth_mm, Random& random) {
  Scanner scanner;
  scanner.probe = probe;
  scanner.probe.depth_mm = std::clamp(needed_depth_mm + random.uniform(0.0, 28.0), 72.0, 130.0);
  scanner.frequency_mhz = random.uniform(2.5, 4.0);
  const double cycles = random.uniform(1.8, 3.0);
  scanner.axial_deviation_mm = 0.5 * cycles * scanner.wavelength_mm() / kFullWidthPerDeviation;
  scanner.aperture_mm = random.uniform(17.0, 24.0);
  scanner.beam_width_factor = random.uniform(0.75, 1.3);
  scanner.focus_mm = random.uniform(40.0, 90.0);
  scanner.dynamic_range_db = random.uniform(50.0, 68.0);
  scanner.muscle_grey = random.uniform(0.20, 0.35);
  scanner.gamma = random.uniform(0.85, 1.15);
  scanner.noise_db = random.uniform(-34.0, -14.0);
  scanner.noise_slope_db_per_mm = random.uniform(0.15, 0.45);
  scanner.bone_arc_mm = random.uniform(1.0, 3.0);
  scanner.looks = random.chance(0.6) ? 2 : 1;
  scanner.smoothing = random.uniform(0.0, 0.3);
  for (double& error : scanner.gain_error_db) error = std::clamp(random.normal(0.0, 2.2), -6.0, 6.0);
  if (random.chance(0.15)) {
    const double side = random.chance(0.5) ? 1.0 : -1.0;
    scanner.lost_contact_lateral = side * random.uniform(0.75, 0.95) * probe.half_span;
    scanner.lost_contact_db = random.uniform(8.0, 30.0);
  }
  return scanner;
}

}  // namespace sonolist::model
