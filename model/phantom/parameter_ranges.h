// Ranges of parameters that training never sees, so that a score can be had outside of what was trained on. They are
// declared in parameter_ranges.cpp and nowhere else (docs/phantom.md repeats them).
#pragma once

#include <string>
#include <vector>

#include "model/phantom/anatomy.h"
#include "model/phantom/phantom.h"

namespace sonolist::model {

// Half open: low <= value < high.
struct HeldOutInterval {
  std::string parameter;
  double low = 0.0, high = 0.0;
};

// A phantom of the held-out ranges has at least this many parameters within their intervals.
constexpr int kLeastHeldOut = 2;

const std::vector<HeldOutInterval>& held_out_intervals(PhantomScene scene);

// How many parameters lie within their intervals; parameters without an interval do not count. Pure.
int count_held_out(const std::vector<Parameter>& parameters, const std::vector<HeldOutInterval>& intervals);

// Pure.
bool within(PhantomRanges ranges, const std::vector<Parameter>& parameters,
            const std::vector<HeldOutInterval>& intervals);

}  // namespace sonolist::model
