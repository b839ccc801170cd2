// Numbers in queries.
#pragma once

#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>

namespace sonolist::plugin {

// Zero or more, of digits alone; nothing for any other text and what does not fit.
inline std::optional<std::int64_t> parse_whole_number(std::string_view text) {
  std::int64_t number = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), number);
  if (result.ec != std::errc() || result.ptr != text.data() + text.size() || number < 0) return std::nullopt;
  return number;
}

}  // namespace sonolist::plugin
