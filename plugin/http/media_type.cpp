#include "plugin/http/media_type.h"

#include <algorithm>
#include <cstdlib>

#include "plugin/http/lower_case.h"

namespace sonolist::plugin {
namespace {

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

// Takes the text up to a separator that is not inside quotes.
std::string_view take_part(std::string_view& text, char separator) {
  bool quoted = false;
  std::size_t end = 0;
  for (; end < text.size(); ++end) {
    if (text[end] == '"') quoted = !quoted;
    if (text[end] == '\\' && quoted)
      ++end;
    else if (text[end] == separator && !quoted)
      break;
  }
  end = std::min(end, text.size());
  const std::string_view part = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return trimmed(part);
}

std::string unquoted(std::string_view text) {
  if (text.size() < 2 || text.front() != '"' || text.back() != '"') return std::string(text);
  std::string result;
  text = text.substr(1, text.size() - 2);
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 1 < text.size()) ++i;
    result += text[i];
  }
  return result;
}

double quality_of(const std::string& text) {
  char* end = nullptr;
  const double quality = std::strtod(text.c_str(), &end);
  return end == text.c_str() || *end != '\0' ? 1 : std::clamp(quality, 0.0, 1.0);
}

}  // namespace

std::string MediaType::parameter(const std::string& parameter_name) const {
  const auto found = parameters.find(parameter_name);
  return found == parameters.end() ? "" : found->second;
}

std::vector<MediaType> parse_media_types(std::string_view header) {
  std::vector<MediaType> types;
  while (!header.empty()) {
    std::string_view part = take_part(header, ',');
    MediaType type;
    type.name = lower_case(std::string(take_part(part, ';')));
    while (!part.empty()) {
      std::string_view parameter = take_part(part, ';');
      const std::string name = lower_case(std::string(take_part(parameter, '=')));
      const std::string value = unquoted(trimmed(parameter));
      if (name == "q") {
        type.quality = quality_of(value);
      } else if (!name.empty()) {
        type.parameters[name] = value;
      }
    }
    if (!type.name.empty()) types.push_back(std::move(type));
  }
  return types;
}

}  // namespace sonolist::plugin
