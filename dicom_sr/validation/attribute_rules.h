// Checks a data set against a table of attributes.
#pragma once

#include <string>

#include "dicom_sr/validation/attribute_tables.h"
#include "dicom_sr/validation/finding.h"

namespace sonolist::dicom {

// Appends findings of the rule "attributes": missing, empty, wrong VR, wrong number of values or items, a value that
// its VR does not allow (PS3.5 6.2) or other than the only one allowed. `where` stands before the attribute's name,
// e.g. "SegmentSequence item 2: "; empty for the data set itself.
void check_attributes(DcmItem& item, const std::vector<AttributeRule>& rules, const std::string& object,
                      const std::string& where, Findings& findings);

// The same for every item of the sequence `tag`, if there is one.
void check_items(DcmItem& item, const DcmTagKey& tag, const std::vector<AttributeRule>& rules,
                 const std::string& object, Findings& findings);

}  // namespace sonolist::dicom
