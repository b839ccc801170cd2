// Whether bytes are well-formed UTF-8 (RFC 3629).
#pragma once

#include <string_view>

namespace sonolist::dicom {

// Refuses overlong forms, surrogates and values above U+10FFFF. Pure.
bool is_utf8(std::string_view text);

}  // namespace sonolist::dicom
