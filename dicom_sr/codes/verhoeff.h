// The check digit of SNOMED CT identifiers.
#pragma once

#include <string_view>

namespace sonolist::dicom {

// True when `digits` holds only digits, at least two, and the last one is the Verhoeff check digit of the others. Pure.
bool has_valid_check_digit(std::string_view digits);

}  // namespace sonolist::dicom
