// Numbers as DS (PS3.5 6.2: at most 16 characters), independent of the locale.
#pragma once

#include <string>

namespace sonolist::dicom {

// The shortest text that reads back as `value`, or the most precise one of 16 characters. Throws
// DicomError(kInternal) naming `field` when the value is not finite.
std::string decimal_string(const std::string& field, double value);

}  // namespace sonolist::dicom
