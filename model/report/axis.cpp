#include "model/report/axis.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace sonolist::model::report {
namespace {

std::string tick_text(double value, double step) {
  const int decimals = std::clamp(static_cast<int>(std::ceil(-std::log10(step) - 1e-9)), 0, 12);
  char text[48];
  std::snprintf(text, sizeof text, "%.*f", decimals, std::abs(value) < step * 1e-9 ? 0.0 : value);
  return text;
}

double round_step(double range, int count) {
  const double rough = range / std::max(1, count);
  const double power = std::pow(10.0, std::floor(std::log10(rough)));
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (factor * power >= rough * 0.999999) return factor * power;
  }
  return 10.0 * power;
}

}  // namespace

double Axis::place(double value) const {
  if (logarithmic) return std::log(std::max(value, low) / low) / std::log(high / low);
  return (value - low) / (high - low);
}

Axis linear_axis(const std::string& label, double low, double high, int count) {
  if (!(high > low)) high = low + std::max(1.0, std::abs(low) * 0.1);
  const double step = round_step(high - low, count);
  const auto first = std::floor(low / step + 1e-9), last = std::ceil(high / step - 1e-9);
  Axis axis{label, first * step, last * step, false, {}};
  for (double tick = first; tick <= last + 0.5; tick += 1.0) {
    axis.ticks.push_back({tick * step, tick_text(tick * step, step)});
  }
  return axis;
}

Axis logarithmic_axis(const std::string& label, double low, double high) {
  const double first = std::floor(std::log10(low) + 1e-9),
               last = std::max(first + 1.0, std::ceil(std::log10(high) - 1e-9));
  Axis axis{label, std::pow(10.0, first), std::pow(10.0, last), true, {}};
  for (double decade = first; decade <= last + 0.5; decade += 1.0) {
    const double power = std::pow(10.0, decade);
    axis.ticks.push_back({power, tick_text(power, power)});
    if (last - first > 2.0 || decade > last - 0.5) continue;
    for (const double factor : {2.0, 5.0}) axis.ticks.push_back({factor * power, tick_text(factor * power, power)});
  }
  return axis;
}

Axis category_axis(const std::string& label, const std::vector<std::string>& names) {
  Axis axis{label, -0.5, static_cast<double>(names.size()) - 0.5, false, {}};
  for (std::size_t i = 0; i < names.size(); ++i) axis.ticks.push_back({static_cast<double>(i), names[i]});
  return axis;
}

}  // namespace sonolist::model::report
