// The attributes that our SEG and SR promise, as tables: module by module, with type, VR and number of values.
#pragma once

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>

#include <vector>

namespace sonolist::dicom {

// PS3.5 7.4: 1 present with a value, 2 present, 3 optional. Conditional ones stand as 3 here: their conditions are
// rules of their own.
enum class AttributeType { k1, k2, k3 };

inline constexpr unsigned long kAnyNumber = 0xffffffffUL;

struct AttributeRule {
  DcmTagKey tag;
  DcmEVR vr;  // as PS3.6 says
  AttributeType type;
  unsigned long fewest = 1, most = 1;  // values, or items of a sequence
  const char* value = nullptr;         // the only value allowed; nullptr: any
};

// Patient, General Study, General Series, SOP Common: of every object (PS3.3 C.7.1.1, C.7.2.1, C.7.3.1, C.12.1).
const std::vector<AttributeRule>& common_attributes();
// Segmentation Series, Enhanced General Equipment, Segmentation Image, Multi-frame (A.51.3).
const std::vector<AttributeRule>& segmentation_attributes();
// An item of Segment Sequence (C.8.20.4).
const std::vector<AttributeRule>& segment_attributes();
// An item of Per-Frame Functional Groups Sequence (A.51.5).
const std::vector<AttributeRule>& frame_attributes();
// SR Document Series, General and Content (C.17.1, C.17.2, C.17.3).
const std::vector<AttributeRule>& report_attributes();
// What an object of this project has beyond the standard's demands.
const std::vector<AttributeRule>& own_attributes();

}  // namespace sonolist::dicom
