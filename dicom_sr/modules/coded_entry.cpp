#include "dicom_sr/modules/coded_entry.h"

#include "dicom_sr/modules/attributes.h"

namespace sonolist::dicom {

std::optional<Code> read_code(DcmItem& item, const DcmTagKey& tag) {
  DcmItem* entry = nullptr;
  if (item.findAndGetSequenceItem(tag, entry).bad()) return std::nullopt;
  Code code{get_value(*entry, DCM_CodeValue), get_value(*entry, DCM_CodingSchemeDesignator),
            get_value(*entry, DCM_CodeMeaning)};
  for (const DcmTagKey& longer : {DCM_LongCodeValue, DCM_URNCodeValue}) {
    if (code.value.empty()) code.value = get_value(*entry, longer);
  }
  if (code.value.empty() || code.scheme.empty()) return std::nullopt;
  return code;
}

}  // namespace sonolist::dicom
