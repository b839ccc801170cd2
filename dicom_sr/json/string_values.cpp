#include "dicom_sr/json/string_values.h"

#include <array>
#include <charconv>
#include <cmath>

namespace sonolist::dicom {
namespace {

using Json = nlohmann::json;

constexpr std::array<const char*, 3> kComponentGroups{"Alphabetic", "Ideographic", "Phonetic"};
constexpr std::size_t kDecimalStringLength = 16;  // PS3.5 table 6.2-1

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(' ');
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(' ') - begin + 1);
}

// "+5" is a valid DS and IS but no input for from_chars.
template <typename Number>
std::optional<Number> parse_all(std::string_view text) {
  text = trimmed(text);
  if (text.size() > 1 && text[0] == '+' && text[1] != '-') text.remove_prefix(1);
  Number number{};
  const auto result = std::from_chars(text.data(), text.data() + text.size(), number);
  if (result.ec != std::errc() || result.ptr != text.data() + text.size()) return std::nullopt;
  return number;
}

std::optional<std::string> decimal_string(double number) {
  if (!std::isfinite(number)) return std::nullopt;
  std::array<char, 32> buffer{};
  auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number);
  std::size_t length = static_cast<std::size_t>(end.ptr - buffer.data());
  // The shortest exact text may need up to 24 characters; a DS holds 16.
  for (int precision = 15; length > kDecimalStringLength; --precision) {
    end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number, std::chars_format::general, precision);
    length = static_cast<std::size_t>(end.ptr - buffer.data());
  }
  return std::string(buffer.data(), length);
}

}  // namespace

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  std::size_t begin = 0;
  for (std::size_t end = text.find(separator); end != std::string_view::npos; end = text.find(separator, begin)) {
    parts.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  parts.push_back(text.substr(begin));
  return parts;
}

Json person_name_to_json(std::string_view dicom_pn) {
  Json name = Json::object();
  const std::vector<std::string_view> groups = split(dicom_pn, '=');
  for (std::size_t i = 0; i < groups.size() && i < kComponentGroups.size(); ++i) {
    if (!groups[i].empty()) name[kComponentGroups.at(i)] = std::string(groups[i]);
  }
  return name;
}

std::optional<std::string> person_name_from_json(const Json& value) {
  if (value.is_null()) return "";
  if (!value.is_object()) return std::nullopt;
  std::string name;
  std::size_t pending = 0;  // separators are written only before a later component that is not empty
  for (const char* group : kComponentGroups) {
    const auto found = value.find(group);
    if (found != value.end() && !found->is_null()) {
      if (!found->is_string()) return std::nullopt;
      const auto& text = found->get_ref<const std::string&>();
      if (!text.empty()) {
        name.append(pending, '=').append(text);
        pending = 0;
      }
    }
    ++pending;
  }
  return name;
}

Json string_value_to_json(ValueKind kind, std::string_view text) {
  if (kind == ValueKind::kPersonNames) {
    Json name = person_name_to_json(text);
    return name.empty() ? Json(nullptr) : name;
  }
  if (text.empty()) return nullptr;
  if (kind == ValueKind::kIntegerStrings) {
    if (const auto number = parse_all<std::int64_t>(text)) return *number;
  }
  if (kind == ValueKind::kDecimalStrings) {
    const auto number = parse_all<double>(text);
    if (number && std::isfinite(*number)) return *number;
  }
  return std::string(text);
}

std::optional<std::string> string_value_from_json(ValueKind kind, const Json& value) {
  if (value.is_null()) return "";
  if (kind == ValueKind::kPersonNames) return person_name_from_json(value);
  if (value.is_string()) return value.get<std::string>();
  if (kind == ValueKind::kIntegerStrings || kind == ValueKind::kDecimalStrings) {
    if (value.is_number_unsigned()) return std::to_string(value.get<std::uint64_t>());
    if (value.is_number_integer()) return std::to_string(value.get<std::int64_t>());
    if (kind == ValueKind::kDecimalStrings && value.is_number()) return decimal_string(value.get<double>());
  }
  return std::nullopt;
}

}  // namespace sonolist::dicom
