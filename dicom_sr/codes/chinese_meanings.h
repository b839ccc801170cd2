// Chinese Code Meanings of the concepts that our reports write. The codes themselves stay: PS3.3 8.3 lets a meaning be
// written in any language.
#pragma once

#include "dicom_sr/codes/code.h"
#include "dicom_sr/codes/language.h"

namespace sonolist::dicom {

// `code` with its meaning in `language` (UTF-8, at most 64 characters). A concept that the table does not know keeps
// the meaning it came with, e.g. one of a model package. Pure; thread safe.
Code localised(const Code& code, Language language);

}  // namespace sonolist::dicom
