// How a finding calls an attribute.
#pragma once

#include <string>

class DcmTagKey;

namespace sonolist::dicom {

// "PatientName (0010,0010)".
std::string attribute_name(const DcmTagKey& tag);

}  // namespace sonolist::dicom
