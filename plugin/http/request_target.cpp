#include "plugin/http/request_target.h"

#include <charconv>

namespace sonolist::plugin {
namespace {

std::optional<std::string> percent_decoded(std::string_view text, bool plus_is_space) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+' && plus_is_space) {
      decoded += ' ';
    } else if (text[i] != '%') {
      decoded += text[i];
    } else {
      const std::string_view digits = text.substr(i + 1, 2);
      unsigned value = 0;
      const auto result = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
      if (digits.size() != 2 || result.ptr != digits.data() + 2 || value == 0) return std::nullopt;
      decoded += static_cast<char>(value);
      i += 2;
    }
  }
  return decoded;
}

std::string_view without_authority(std::string_view target) {
  const std::size_t scheme = target.find("://");
  if (scheme == std::string_view::npos || target.find_first_of("/?") < scheme) return target;
  const std::size_t path = target.find('/', scheme + 3);
  return path == std::string_view::npos ? std::string_view() : target.substr(path);
}

}  // namespace

std::optional<RequestTarget> parse_request_target(std::string_view target) {
  target = without_authority(target);
  if (target.empty() || target.front() != '/') return std::nullopt;
  const std::size_t question_mark = target.find('?');
  const auto path = percent_decoded(target.substr(0, question_mark), false);
  if (!path) return std::nullopt;
  RequestTarget result{*path, {}};
  if (result.path.size() > 1 && result.path.back() == '/') result.path.pop_back();
  if (question_mark == std::string_view::npos) return result;

  std::string_view rest = target.substr(question_mark + 1);
  while (!rest.empty()) {
    const std::size_t end = rest.find('&');
    const std::string_view parameter = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    if (parameter.empty()) continue;
    const std::size_t equals = parameter.find('=');
    const auto name = percent_decoded(parameter.substr(0, equals), true);
    const auto value =
        percent_decoded(equals == std::string_view::npos ? std::string_view() : parameter.substr(equals + 1), true);
    if (!name || !value) return std::nullopt;
    result.query.emplace_back(*name, *value);
  }
  return result;
}

}  // namespace sonolist::plugin
