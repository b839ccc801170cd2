#include "plugin/ups_rs/range_key.h"

#include <algorithm>

namespace sonolist::plugin {

std::optional<RangeKey> parse_range_key(std::string key) {
  // A "+" of a time zone that the client did not percent-encode arrives as a space.
  while (!key.empty() && key.back() == ' ') key.pop_back();
  std::replace(key.begin(), key.end(), ' ', '+');
  // A hyphen may also begin a time zone west of Greenwich: the whole value is tried first (PS3.5 6.2, note on DT).
  if (const auto single = parse_date_time(key)) return RangeKey{single->first, single->last};
  for (std::size_t hyphen = key.find('-'); hyphen != std::string::npos; hyphen = key.find('-', hyphen + 1)) {
    const std::string left = key.substr(0, hyphen);
    const std::string right = key.substr(hyphen + 1);
    const auto first = parse_date_time(left);
    const auto last = parse_date_time(right);
    if ((!left.empty() && !first) || (!right.empty() && !last) || (left.empty() && right.empty())) continue;
    RangeKey range;
    if (first) range.first = first->first;
    if (last) range.last = last->last;
    return range;
  }
  return std::nullopt;
}

}  // namespace sonolist::plugin
