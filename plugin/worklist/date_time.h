// DICOM dates and times (VR DT, DA, TM; PS3.5 table 6.2-1) as points on the time line.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace sonolist::plugin {

using TimePoint = std::chrono::time_point<std::chrono::system_clock, std::chrono::microseconds>;

// Where the plug-in reads the time, so that tests can set it. Called from several threads.
using Clock = std::function<TimePoint()>;

TimePoint system_time();

// "YYYYMMDDHHMMSS.FFFFFF+0000".
std::string format_date_time(TimePoint time);

// "YYYY-MM-DDTHH:MM:SSZ" (ISO 8601), for the JSON of monitoring; what is below a second is cut off.
std::string format_iso_time(TimePoint time);

// What a value of limited precision stands for: "2026" is the whole year. Both ends belong to it.
struct TimeInterval {
  TimePoint first, last;
};

// A DT or DA value ("YYYY[MM[DD[HH[MM[SS[.F{1,6}]]]]]][&ZZXX]"). Without a time zone it is UTC. Empty when malformed.
std::optional<TimeInterval> parse_date_time(std::string_view value);

// Microseconds since 1970-01-01 UTC, the form of times in the data base.
inline std::int64_t to_microseconds(TimePoint time) {
  return time.time_since_epoch().count();
}
inline TimePoint from_microseconds(std::int64_t microseconds) {
  return TimePoint(std::chrono::microseconds(microseconds));
}

}  // namespace sonolist::plugin
