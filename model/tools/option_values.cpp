#include "model/tools/option_values.h"

#include <CLI/CLI.hpp>
#include <regex>

namespace sonolist::model::tools {

PictureSize parse_size(const std::string& text, const std::string& option) {
  std::smatch parts;
  if (!std::regex_match(text, parts, std::regex("([1-9][0-9]{0,4})x([1-9][0-9]{0,4})"))) {
    throw CLI::ValidationError(option, "'" + text + "' is no size; give HEIGHTxWIDTH in pixels, such as 480x640");
  }
  return {std::stoll(parts[1]), std::stoll(parts[2])};
}

NumberRange parse_range(const std::string& text, const std::string& option) {
  std::smatch parts;
  if (!std::regex_match(text, parts, std::regex("([0-9]{1,9})\\.\\.([0-9]{1,9})"))) {
    throw CLI::ValidationError(option, "'" + text + "' is no range; give FIRST..LAST, such as 0..9");
  }
  return {std::stoll(parts[1]), std::stoll(parts[2])};
}

}  // namespace sonolist::model::tools
