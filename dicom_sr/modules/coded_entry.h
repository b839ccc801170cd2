// Reading a coded entry (PS3.3 8.8).
#pragma once

#include <optional>

#include "dicom_sr/codes/code.h"

class DcmItem;
class DcmTagKey;

namespace sonolist::dicom {

// First item of the code sequence `tag`; nothing when it is absent or has no Code Value or scheme. A Long Code Value
// (0008,0119) or URN Code Value (0008,0120) is taken where Code Value is absent.
std::optional<Code> read_code(DcmItem& item, const DcmTagKey& tag);

}  // namespace sonolist::dicom
