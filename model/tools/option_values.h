// Values of command line options that have a form of their own.
#pragma once

#include <cstdint>
#include <string>

namespace sonolist::model::tools {

struct PictureSize {
  std::int64_t height = 0, width = 0;
};

// "480x640": height first, as everywhere in model/. Throws CLI::ValidationError naming `option`.
PictureSize parse_size(const std::string& text, const std::string& option);

struct NumberRange {
  std::int64_t first = 0, last = 0;
};

// "10..19", both inclusive. Throws CLI::ValidationError naming `option`.
NumberRange parse_range(const std::string& text, const std::string& option);

}  // namespace sonolist::model::tools
