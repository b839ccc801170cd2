// Colours that people with any colour vision tell apart (Okabe and Ito 2008), darkest first, and dashes for print.
#pragma once

#include <array>
#include <cstddef>
#include <string>

namespace sonolist::model::report {

inline std::string series_colour(std::size_t series) {
  static constexpr std::array<const char*, 7> kColours{"#0072B2", "#D55E00", "#009E73", "#CC79A7",
                                                       "#E69F00", "#56B4E9", "#000000"};
  return kColours[series % kColours.size()];
}

inline std::string series_dash(std::size_t series) {
  static constexpr std::array<const char*, 4> kDashes{"", "7 3", "2 2", "9 3 2 3"};
  return kDashes[series % kDashes.size()];
}

}  // namespace sonolist::model::report
