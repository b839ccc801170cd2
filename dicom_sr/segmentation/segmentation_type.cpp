#include "dicom_sr/segmentation/segmentation_type.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcuid.h>

namespace sonolist::dicom {

const char* segmentation_type_name(SegmentationType type) {
  switch (type) {
    case SegmentationType::kFractional:
      return "FRACTIONAL";
    case SegmentationType::kLabelMap:
      return "LABELMAP";
    case SegmentationType::kBinary:
      break;
  }
  return "BINARY";
}

const char* segmentation_sop_class(SegmentationType type) {
  return type == SegmentationType::kLabelMap ? kLabelMapSegmentationStorage : UID_SegmentationStorage;
}

}  // namespace sonolist::dicom
