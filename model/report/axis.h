// The scale of one side of a plot.
#pragma once

#include <string>
#include <vector>

namespace sonolist::model::report {

struct Tick {
  double value = 0.0;
  std::string text;
};

struct Axis {
  std::string label;
  double low = 0.0, high = 1.0;
  bool logarithmic = false;
  std::vector<Tick> ticks;  // ascending, from low to high

  double place(double value) const;  // 0 at low, 1 at high
};

// Ticks at multiples of 1, 2 or 5 times a power of ten, about `count` of them, from the last at or below `low` to the
// first at or above `high`.
Axis linear_axis(const std::string& label, double low, double high, int count = 5);
// Ticks at powers of ten, with 2 and 5 between them over less than two decades. `low` > 0.
Axis logarithmic_axis(const std::string& label, double low, double high);
// One place per name, at 0, 1, 2, ..., with half a place of room on both sides.
Axis category_axis(const std::string& label, const std::vector<std::string>& names);

}  // namespace sonolist::model::report
