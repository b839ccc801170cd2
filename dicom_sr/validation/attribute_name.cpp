#include "dicom_sr/validation/attribute_name.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>

namespace sonolist::dicom {

std::string attribute_name(const DcmTagKey& tag) {
  DcmTag named(tag);
  return std::string(named.getTagName()) + " " + tag.toString().c_str();
}

}  // namespace sonolist::dicom
