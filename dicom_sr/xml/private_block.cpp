#include "dicom_sr/xml/private_block.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctagkey.h>

#include "dicom_sr/error.h"
#include "dicom_sr/json/json_tag.h"

namespace sonolist::dicom {

DcmTagKey with_private_block(const DcmTagKey& tag, const std::string& creator, Json& dataset) {
  if (!tag.isPrivate() || creator.empty() || tag.getElement() > 0xFF) return tag;
  for (Uint16 block = 0x10; block <= 0xFF; ++block) {
    const std::string reservation = json_key(DcmTagKey(tag.getGroup(), block));
    if (!dataset.contains(reservation)) set_string(dataset, reservation, "LO", creator);
    if (get_string(dataset, reservation) == creator) {
      return {tag.getGroup(), static_cast<Uint16>(block << 8 | tag.getElement())};
    }
  }
  throw DicomError(ErrorClass::kInput, "the XML has too many private creators in group " + json_key(tag).substr(0, 4));
}

}  // namespace sonolist::dicom
