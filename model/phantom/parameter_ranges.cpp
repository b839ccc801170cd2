#include "model/phantom/parameter_ranges.h"

#include <algorithm>
#include <sstream>

namespace sonolist::model {

// Some lie in the middle of what is drawn (interpolation), some at an end (extrapolation).
const std::vector<HeldOutInterval>& held_out_intervals(PhantomScene scene) {
  static const std::vector<HeldOutInterval> anterior{{"nerve_depth_mm", 69.0, 71.0}, {"nerve_tilt_degrees", 15.0, 21.0},
                                                     {"femur_depth_mm", 36.0, 40.0}, {"fat_mm", 12.0, 14.0},
                                                     {"frequency_mhz", 3.0, 3.25},   {"dynamic_range_db", 64.0, 75.0}};
  static const std::vector<HeldOutInterval> regional{
      {"nerve_depth_mm", 13.0, 15.5},   {"nerve_tilt_degrees", 15.0, 21.0},
      {"vessel_diameter_mm", 6.5, 8.0}, {"fat_mm", 6.0, 7.5},
      {"display_depth_mm", 40.0, 55.0}, {"frequency_mhz", 9.0, 10.0},
      {"dynamic_range_db", 66.0, 75.0}};
  return scene == PhantomScene::kAnterior ? anterior : regional;
}

int count_held_out(const std::vector<Parameter>& parameters, const std::vector<HeldOutInterval>& intervals) {
  const auto inside = [&](const HeldOutInterval& interval) {
    return std::any_of(parameters.begin(), parameters.end(), [&](const Parameter& parameter) {
      return parameter.name == interval.parameter && parameter.value >= interval.low && parameter.value < interval.high;
    });
  };
  return static_cast<int>(std::count_if(intervals.begin(), intervals.end(), inside));
}

bool within(PhantomRanges ranges, const std::vector<Parameter>& parameters,
            const std::vector<HeldOutInterval>& intervals) {
  if (ranges == PhantomRanges::kAll) return true;
  const int held_out = count_held_out(parameters, intervals);
  return ranges == PhantomRanges::kTrain ? held_out == 0 : held_out >= kLeastHeldOut;
}

std::string statement_of(PhantomScene scene, PhantomRanges ranges) {
  if (ranges == PhantomRanges::kAll) return "ranges all";
  std::ostringstream text;
  if (ranges == PhantomRanges::kTrain) {
    text << "ranges train (never within";
  } else {
    text << "ranges held-out (at least " << kLeastHeldOut << " within";
  }
  const char* separator = " ";
  for (const HeldOutInterval& interval : held_out_intervals(scene)) {
    text << separator << interval.parameter << " [" << interval.low << ", " << interval.high << ")";
    separator = ", ";
  }
  text << ")";
  return text.str();
}

}  // namespace sonolist::model
