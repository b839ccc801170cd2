// Range matching of dates and times (PS3.4 C.2.2.2.5).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "plugin/worklist/date_time.h"

namespace sonolist::plugin {

// Both ends belong to the range; an absent end is open.
struct RangeKey {
  std::optional<TimePoint> first, last;
};

// A value of VR DT, DA or TM: the moment or span it stands for; times of day are those of one fixed day.
std::optional<TimeInterval> parse_time_value(const std::string& value, std::string_view vr);

// "20260101-", "-20260131", "20260101-20260131" or a single value, which stands for its whole precision. Empty when
// malformed.
std::optional<RangeKey> parse_range_key(std::string key, std::string_view vr = "DT");

}  // namespace sonolist::plugin
