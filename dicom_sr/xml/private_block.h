// Private attributes may come in XML without their block: tag gggg00ee and the private creator (PS3.19 table A.1.5-2).
#pragma once

#include <string>

#include "dicom_sr/json/dicom_json.h"

class DcmTagKey;

namespace sonolist::dicom {

// The tag with the block that `creator` has in `dataset`, or the first free one, which is then reserved there. Any
// other tag comes back as it is. Throws DicomError(kInput) when no block is free.
DcmTagKey with_private_block(const DcmTagKey& tag, const std::string& creator, Json& dataset);

}  // namespace sonolist::dicom
