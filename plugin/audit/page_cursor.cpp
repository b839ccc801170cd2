#include "plugin/audit/page_cursor.h"

#include <regex>

#include "plugin/digest/sha256.h"
#include "plugin/http/whole_number.h"

namespace sonolist::plugin {
namespace {

constexpr std::size_t kFingerprint = 12;

}  // namespace

std::string format_cursor(const PageCursor& cursor, const std::string& query) {
  return std::to_string(cursor.snapshot) + "." + std::to_string(cursor.time_us) + "." +
         std::to_string(cursor.result_id) + "." + sha256_hex(query).substr(0, kFingerprint);
}

std::optional<PageCursor> parse_cursor(const std::string& text, const std::string& query) {
  static const std::regex kForm(R"((\d{1,18})\.(-?\d{1,18})\.(\d{1,19})\.([0-9a-f]{12}))");
  std::smatch parts;
  if (!std::regex_match(text, parts, kForm)) return std::nullopt;
  if (parts[4].str() != sha256_hex(query).substr(0, kFingerprint)) return std::nullopt;
  const auto result_id = parse_whole_number(parts[3].str());
  if (!result_id) return std::nullopt;
  return PageCursor{std::stoll(parts[1]), std::stoll(parts[2]), *result_id};
}

}  // namespace sonolist::plugin
