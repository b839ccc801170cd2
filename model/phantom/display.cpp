#include "model/phantom/display.h"

#include <algorithm>
#include <cmath>

#include "model/phantom/quick_random.h"

namespace sonolist::model {
namespace {

double gain_error_db(const Scanner& scanner, double range_mm) {
  const double place = range_mm / scanner.probe.depth_mm * (scanner.gain_error_db.size() - 1.0);
  const auto first = std::min(static_cast<std::size_t>(place), scanner.gain_error_db.size() - 2);
  const double part = place - static_cast<double>(first);
  const double fade = scanner.fade_db_per_mm * std::max(0.0, range_mm - scanner.fade_start_mm);
  return scanner.gain_error_db[first] * (1.0 - part) + scanner.gain_error_db[first + 1] * part - fade;
}

double contact_db(const Scanner& scanner, double lateral) {
  const double side = scanner.lost_contact_lateral < 0.0 ? -1.0 : 1.0;
  const double beyond = side * lateral - std::abs(scanner.lost_contact_lateral);
  return -scanner.lost_contact_db * std::clamp(0.5 + beyond / scanner.lost_contact_edge, 0.0, 1.0);
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

// Factor on the amplitude of every line.
std::vector<float> contact_factors(const Scanner& scanner, const PolarGrid& grid) {
  std::vector<float> contact(static_cast<std::size_t>(grid.lines));
  for (int line = 0; line < grid.lines; ++line) {
    contact[static_cast<std::size_t>(line)] =
        static_cast<float>(std::pow(10.0, contact_db(scanner, grid.lateral(line)) / 20.0));
  }
  return contact;
}

// Of the noise relative to muscle.
double noise_power(const Scanner& scanner, double range_mm) {
  const double noise_db = scanner.noise_db - scanner.noise_slope_db_per_mm * (scanner.probe.depth_mm - range_mm);
  return std::pow(10.0, noise_db / 10.0);
}

float grey_of(double level, const Scanner& scanner) {
  double bounded = std::clamp(level, 0.0, 1.0);
  if (scanner.grey_bend != 0.0) bounded += scanner.grey_bend * bounded * (1.0 - bounded) * (1.0 - 2.0 * bounded);
  return static_cast<float>(255.0 * std::pow(bounded, scanner.gamma));
}

constexpr int kGreyTableEntries = 2048;

std::vector<float> grey_table(const Scanner& scanner) {
  std::vector<float> table(kGreyTableEntries);
  for (int i = 0; i < kGreyTableEntries; ++i) {
    table[static_cast<std::size_t>(i)] = grey_of(i / (kGreyTableEntries - 1.0), scanner);
  }
  return table;
}

}  // namespace

std::vector<float> grey_levels(const std::vector<float>& envelope, const Scanner& scanner, const PolarGrid& grid,
                               Random& noise) {
  std::vector<float> grey(envelope.size());
  const std::vector<float> contact = contact_factors(scanner, grid);
  for (int row = 0; row < grid.rows; ++row) {
    const double range = grid.range(row);
    const double row_noise = noise_power(scanner, range);
    const double gain = gain_error_db(scanner, range);
    float* const values = grey.data() + static_cast<std::size_t>(row) * grid.lines;
    for (int line = 0; line < grid.lines; ++line) {
      const std::size_t cell = static_cast<std::size_t>(row) * grid.lines + line;
      const double signal = envelope[cell] * contact[static_cast<std::size_t>(line)];
      // Power of complex Gaussian noise is exponentially distributed.
      double noises = 0.0;
      for (int frame = 0; frame < scanner.persistence; ++frame) noises += std::log(1.0 - noise.unit());
      const double power = signal * signal - row_noise * noises / scanner.persistence + 1e-12;
      const double level = scanner.muscle_grey + (10.0 * std::log10(power) + gain) / scanner.dynamic_range_db;
      values[line] = grey_of(level, scanner);
    }
    smooth_across(values, grid.lines, static_cast<float>(scanner.smoothing));
  }
  return grey;
}

std::vector<float> quick_grey_levels(const std::vector<float>& envelope, const Scanner& scanner, const PolarGrid& grid,
                                     std::uint64_t noise_seed) {
  std::vector<float> grey(envelope.size());
  const std::vector<float> contact = contact_factors(scanner, grid);
  const std::vector<float> table = grey_table(scanner);
  constexpr float kDecibelOfLog = 4.3429448F;  // 10 / ln 10
  const float entries_per_log = kDecibelOfLog / static_cast<float>(scanner.dynamic_range_db) * (kGreyTableEntries - 1);
  QuickRandom noise(noise_seed);
  for (int row = 0; row < grid.rows; ++row) {
    const double range = grid.range(row);
    const auto row_noise = static_cast<float>(noise_power(scanner, range) / scanner.persistence);
    const auto offset = static_cast<float>(
        (scanner.muscle_grey + gain_error_db(scanner, range) / scanner.dynamic_range_db) * (kGreyTableEntries - 1));
    const float* const row_envelope = envelope.data() + static_cast<std::size_t>(row) * grid.lines;
    float* const values = grey.data() + static_cast<std::size_t>(row) * grid.lines;
    for (int line = 0; line < grid.lines; ++line) {
      float noises = 0.0F;
      for (int frame = 0; frame < scanner.persistence; ++frame) noises += noise.exponential();
      const float signal = row_envelope[line] * contact[static_cast<std::size_t>(line)];
      const float entry = offset + entries_per_log * std::log(signal * signal + row_noise * noises + 1e-12F);
      values[line] = table[static_cast<std::size_t>(std::clamp(entry, 0.0F, kGreyTableEntries - 1.0F))];
    }
    smooth_across(values, grid.lines, static_cast<float>(scanner.smoothing));
  }
  return grey;
}

}  // namespace sonolist::model
