#include "model/phantom/machine.h"

#include <algorithm>
#include <cmath>

namespace sonolist::model {
namespace {

constexpr double kFullWidthOfDeviation = 2.3548;  // Gaussian

void set_frequency(Scanner& scanner, double frequency_mhz, double cycles) {
  scanner.frequency_mhz = frequency_mhz;
  scanner.axial_deviation_mm = 0.5 * cycles * scanner.wavelength_mm() / kFullWidthOfDeviation;
}

void lose_contact(Scanner& scanner, double least_db, double most_db, Random& random) {
  const double side = random.chance(0.5) ? 1.0 : -1.0;
  scanner.lost_contact_lateral = side * random.uniform(0.6, 0.95) * scanner.probe.half_span;
  scanner.lost_contact_db = random.uniform(least_db, most_db);
}

Scanner settled_curved(const Probe& probe, double needed_depth_mm) {
  Scanner scanner;
  scanner.probe = probe;
  scanner.probe.depth_mm = std::clamp(needed_depth_mm + 14.0, 72.0, 130.0);
  set_frequency(scanner, 3.4, 2.4);
  scanner.noise_db = -24.0;
  scanner.looks = 2;
  scanner.smoothing = 0.15;
  return scanner;
}

Scanner settled_linear(const Probe& probe) {
  Scanner scanner;
  scanner.probe = probe;
  set_frequency(scanner, 10.5, 2.2);
  scanner.aperture_mm = 15.0;
  scanner.beam_width_factor = 1.7;
  scanner.focus_mm = 0.45 * probe.depth_mm;
  scanner.dynamic_range_db = 62.0;
  scanner.muscle_grey = 0.20;
  scanner.noise_db = -12.0;
  scanner.noise_slope_db_per_mm = 0.5;
  scanner.bone_arc_mm = 0.8;
  scanner.looks = 3;
  scanner.smoothing = 0.2;
  scanner.scatterer_pitch_mm = 0.10;
  scanner.attenuation_factor = 0.35;
  scanner.lost_contact_edge = 1.5;
  scanner.speckle_reduction = 0.7;
  scanner.persistence = 2;
  return scanner;
}

Scanner draw_linear(const Probe& probe, Random& random) {
  Scanner scanner = settled_linear(probe);
  set_frequency(scanner, random.uniform(7.5, 13.0), random.uniform(1.8, 3.2));
  scanner.aperture_mm = random.uniform(12.0, 18.0);
  scanner.beam_width_factor = random.uniform(1.3, 2.2);
  scanner.focus_mm = random.uniform(0.3, 0.7) * probe.depth_mm;
  scanner.dynamic_range_db = random.uniform(54.0, 69.0);
  scanner.muscle_grey = random.uniform(0.13, 0.33);
  scanner.gamma = random.uniform(0.9, 1.15);
  scanner.grey_bend = random.uniform(-0.3, 0.3);
  scanner.noise_db = random.uniform(-18.0, 1.0);
  scanner.noise_slope_db_per_mm = random.uniform(0.1, 0.7);
  scanner.bone_arc_mm = random.uniform(0.5, 1.2);
  scanner.looks = 2 + static_cast<int>(3.0 * random.unit());
  scanner.smoothing = random.uniform(0.0, 0.35);
  scanner.attenuation_factor = random.uniform(0.2, 0.5);
  scanner.speckle_reduction = random.uniform(0.3, 1.0);
  scanner.persistence = 2 + static_cast<int>(4.0 * random.unit());
  scanner.lost_contact_edge = random.uniform(1.0, 7.0);
  for (double& error : scanner.gain_error_db) error = std::clamp(random.normal(0.0, 1.8), -6.0, 6.0);
  if (random.chance(0.65)) {
    scanner.fade_start_mm = random.uniform(0.25, 0.7) * probe.depth_mm;
    scanner.fade_db_per_mm = random.uniform(0.1, 1.8);
  }
  if (random.chance(0.15)) lose_contact(scanner, 8.0, 30.0, random);
  return scanner;
}

// On top of the usual draw.
void randomise_strongly(Scanner& scanner, double least_mhz, double most_mhz, Random& random) {
  set_frequency(scanner, random.uniform(least_mhz, most_mhz), random.uniform(1.6, 3.2));
  scanner.axial_deviation_mm *= random.uniform(0.7, 1.3);
  scanner.beam_width_factor *= random.uniform(0.7, 1.3);
  scanner.dynamic_range_db = random.uniform(45.0, 75.0);
  scanner.muscle_grey = std::clamp(scanner.muscle_grey + random.uniform(-0.08, 0.12), 0.04, 0.45);
  scanner.gamma = random.uniform(0.7, 1.35);
  scanner.grey_bend = random.uniform(-0.8, 0.8);
  scanner.noise_db += random.uniform(-6.0, 6.0);
  scanner.attenuation_factor *= random.uniform(0.6, 1.5);
  scanner.looks = 1 + static_cast<int>(4.0 * random.unit());
  scanner.smoothing = random.uniform(0.0, 0.6);
  scanner.persistence = 1 + static_cast<int>(5.0 * random.unit());
  scanner.speckle_reduction = random.uniform(-0.3, 1.0);
  for (double& error : scanner.gain_error_db) error = std::clamp(random.normal(0.0, 3.5), -9.0, 9.0);
  if (random.chance(0.2)) lose_contact(scanner, 8.0, 40.0, random);
  scanner.marks = random.chance(0.5);
}

}  // namespace

Probe draw_linear_probe(Random& random) {
  Probe probe;
  probe.radius_mm = 0.0;
  probe.half_span = 19.0;
  const double share = random.unit();
  probe.depth_mm = 20.0 + 35.0 * share * share;
  return probe;
}

Scanner machine_for(PhantomScene scene, PhantomRandomisation randomisation, Probe probe, double needed_depth_mm,
                    Random& random) {
  const bool anterior = scene == PhantomScene::kAnterior;
  if (randomisation == PhantomRandomisation::kNone) {
    return anterior ? settled_curved(probe, needed_depth_mm) : settled_linear(probe);
  }
  Scanner scanner = anterior ? draw_scanner(probe, needed_depth_mm, random) : draw_linear(probe, random);
  if (randomisation == PhantomRandomisation::kStrong) {
    randomise_strongly(scanner, anterior ? 2.0 : 6.0, anterior ? 5.0 : 14.0, random);
  }
  return scanner;
}

}  // namespace sonolist::model
