#include "plugin/worklist/date_time.h"

#include <boost/date_time/gregorian/gregorian_types.hpp>
#include <cstdio>
#include <stdexcept>

namespace sonolist::plugin {
namespace {

using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr const char* kDigits = "0123456789";

// Days since 1970-01-01; Boost throws std::out_of_range for a date that does not exist.
TimePoint midnight(int year, int month, int day) {
  const auto since_epoch = boost::gregorian::date(static_cast<unsigned short>(year), static_cast<unsigned short>(month),
                                                  static_cast<unsigned short>(day)) -
                           boost::gregorian::date(1970, 1, 1);
  return TimePoint(hours(24) * since_epoch.days());
}

// Takes `count` digits off the front; -1 when fewer are there.
int take_digits(std::string_view& text, std::size_t count) {
  if (text.size() < count || text.find_first_not_of(kDigits) < count) return -1;
  const int number = std::stoi(std::string(text.substr(0, count)));
  text.remove_prefix(count);
  return number;
}

// "+0130" at the end of `text` is taken off; empty when it is malformed.
std::optional<minutes> take_time_zone(std::string_view& text) {
  const std::size_t sign = text.find_first_of("+-");
  if (sign == std::string_view::npos) return minutes(0);
  std::string_view zone = text.substr(sign + 1);
  const bool east = text[sign] == '+';
  text = text.substr(0, sign);
  const int zone_hours = take_digits(zone, 2);
  const int zone_minutes = take_digits(zone, 2);
  if (zone_hours < 0 || zone_hours > 14 || zone_minutes < 0 || zone_minutes > 59 || !zone.empty()) return std::nullopt;
  const minutes offset = hours(zone_hours) + minutes(zone_minutes);
  return east ? offset : -offset;
}

// ".5" means 500000 microseconds, and stands for the 100 ms that begin there.
std::optional<std::pair<microseconds, microseconds>> parse_fraction(std::string_view fraction) {
  if (fraction.empty() || fraction.size() > 6 || fraction.find_first_not_of(kDigits) != std::string_view::npos) {
    return std::nullopt;
  }
  std::int64_t unit = 1;
  for (std::size_t digit = fraction.size(); digit < 6; ++digit) unit *= 10;
  return std::make_pair(microseconds(std::stoll(std::string(fraction)) * unit), microseconds(unit));
}

std::optional<TimeInterval> parse_time_of_day(std::string_view text, TimePoint day) {
  TimePoint first = day;
  microseconds precision = hours(24);
  struct Part {
    microseconds unit;
    int maximum;
  };
  // 60 is a leap second (PS3.5 6.2).
  constexpr Part kParts[] = {{hours(1), 23}, {minutes(1), 59}, {seconds(1), 60}};
  for (const Part& part : kParts) {
    if (text.empty()) return TimeInterval{first, first + precision - microseconds(1)};
    const int number = take_digits(text, 2);
    if (number < 0 || number > part.maximum) return std::nullopt;
    first += part.unit * number;
    precision = part.unit;
  }
  if (!text.empty()) {
    if (text.front() != '.') return std::nullopt;
    const auto fraction = parse_fraction(text.substr(1));
    if (!fraction) return std::nullopt;
    first += fraction->first;
    precision = fraction->second;
  }
  return TimeInterval{first, first + precision - microseconds(1)};
}

std::optional<TimeInterval> parse_calendar(std::string_view text) {
  const int year = take_digits(text, 4);
  if (year < 1400 || year > 9998) return std::nullopt;  // the calendar of Boost
  if (text.empty()) return TimeInterval{midnight(year, 1, 1), midnight(year + 1, 1, 1) - microseconds(1)};
  const int month = take_digits(text, 2);
  if (month < 1 || month > 12) return std::nullopt;
  if (text.empty()) {
    const TimePoint next = month == 12 ? midnight(year + 1, 1, 1) : midnight(year, month + 1, 1);
    return TimeInterval{midnight(year, month, 1), next - microseconds(1)};
  }
  const int day = take_digits(text, 2);
  if (day < 1) return std::nullopt;
  return parse_time_of_day(text, midnight(year, month, day));
}

}  // namespace

TimePoint system_time() {
  return std::chrono::floor<microseconds>(std::chrono::system_clock::now());
}

std::string format_date_time(TimePoint time) {
  const std::time_t whole_seconds = std::chrono::floor<seconds>(time).time_since_epoch().count();
  const auto fraction = time - std::chrono::floor<seconds>(time);
  std::tm parts{};
  gmtime_r(&whole_seconds, &parts);
  char calendar[32];
  std::strftime(calendar, sizeof(calendar), "%Y%m%d%H%M%S", &parts);
  char text[48];
  std::snprintf(text, sizeof(text), "%s.%06d+0000", calendar, static_cast<int>(fraction.count()));
  return text;
}

std::string format_iso_time(TimePoint time) {
  const std::time_t whole_seconds = std::chrono::floor<seconds>(time).time_since_epoch().count();
  std::tm parts{};
  gmtime_r(&whole_seconds, &parts);
  char text[32];
  std::strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text;
}

std::optional<TimeInterval> parse_date_time(std::string_view value) {
  while (!value.empty() && value.back() == ' ') value.remove_suffix(1);
  try {
    const auto zone = take_time_zone(value);
    if (!zone) return std::nullopt;
    auto interval = parse_calendar(value);
    if (!interval) return std::nullopt;
    interval->first -= *zone;
    interval->last -= *zone;
    return interval;
  } catch (const std::out_of_range&) {  // 31 February
    return std::nullopt;
  }
}

}  // namespace sonolist::plugin
