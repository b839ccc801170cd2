#include "plugin/ups_rs/range_key.h"

#include <algorithm>

namespace sonolist::plugin {

std::optional<TimeInterval> parse_time_value(const std::string& value, std::string_view vr) {
  if (vr != "TM") return parse_date_time(value);
  // A time of day has no time zone.
  const bool is_time = value.size() >= 2 && value.find_first_of("+-") == std::string::npos;
  return is_time ? parse_date_time("20000101" + value) : std::nullopt;
}

std::optional<RangeKey> parse_range_key(std::string key, std::string_view vr) {
  // A "+" of a time zone that the client did not percent-encode arrives as a space.
  while (!key.empty() && key.back() == ' ') key.pop_back();
  std::replace(key.begin(), key.end(), ' ', '+');
  // A hyphen may also begin a time zone west of Greenwich: the whole value is tried first (PS3.5 6.2, note on DT).
  if (const auto single = parse_time_value(key, vr)) return RangeKey{single->first, single->last};
  for (std::size_t hyphen = key.find('-'); hyphen != std::string::npos; hyphen = key.find('-', hyphen + 1)) {
    const std::string left = key.substr(0, hyphen);
    const std::string right = key.substr(hyphen + 1);
    const auto first = parse_time_value(left, vr);
    const auto last = parse_time_value(right, vr);
    if ((!left.empty() && !first) || (!right.empty() && !last) || (left.empty() && right.empty())) continue;
    RangeKey range;
    if (first) range.first = first->first;
    if (last) range.last = last->last;
    return range;
  }
  return std::nullopt;
}

}  // namespace sonolist::plugin
