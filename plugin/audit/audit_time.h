// Times of the audit API: ISO 8601 in and out. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "plugin/worklist/date_time.h"

namespace sonolist::plugin {

// "2026-03-01T12:00:00.000000Z".
std::string iso_time(TimePoint time);

// "2026-03-01" and "2026-03" of the day that many days after 1970-01-01.
std::string iso_day(std::int64_t day);
std::string iso_month(std::int64_t day);

// Days since 1970-01-01 UTC.
std::int64_t day_of(TimePoint time);
TimePoint start_of_day(std::int64_t day);

// "2026-03-01", "2026-03-01T12:00", "...:05.25", each with Z, +01:00 or nothing (UTC); also DICOM's DT. What it stands
// for: of a date the whole day. Empty when malformed.
std::optional<TimeInterval> parse_iso_time(std::string_view text);

}  // namespace sonolist::plugin
