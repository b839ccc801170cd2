// Case folding of ASCII, which HTTP and DICOM matching need.
#pragma once

#include <algorithm>
#include <string>

namespace sonolist::plugin {

// Bytes of other characters (UTF-8) stay as they are, whatever the locale.
inline std::string lower_case(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return text;
}

}  // namespace sonolist::plugin
