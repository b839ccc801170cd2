// One word for each way to say no, so that a check reads as one line.
#pragma once

#include <string>

#include "dicom_sr/error.h"

namespace sonolist::dicom {

// Both throw DicomError; `sentence` follows the rules of what() there.
// The object at hand is damaged or not supported.
[[noreturn]] inline void refuse_input(const std::string& sentence) {
  throw DicomError(ErrorClass::kInput, sentence);
}
// The caller built something that no conformant object can hold.
[[noreturn]] inline void refuse_internal(const std::string& sentence) {
  throw DicomError(ErrorClass::kInternal, sentence);
}

}  // namespace sonolist::dicom
