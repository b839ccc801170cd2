#include "dicom_sr/modules/coding_schemes.h"

#include <set>
#include <string>

#include "dicom_sr/codes/concepts.h"
#include "dicom_sr/modules/attributes.h"

namespace sonolist::dicom {

namespace {

std::set<std::string> private_schemes(DcmItem& dataset) {
  std::set<std::string> schemes;
  DcmStack stack;
  while (dataset.search(DCM_CodingSchemeDesignator, stack, ESM_afterStackTop, OFTrue).good()) {
    auto* element = dynamic_cast<DcmElement*>(stack.top());
    OFString scheme;
    if (element != nullptr && element->getOFString(scheme, 0).good() && scheme.compare(0, 2, "99") == 0)
      schemes.insert(scheme.c_str());
  }
  return schemes;
}

}  // namespace

void declare_private_coding_schemes(DcmItem& dataset) {
  dataset.findAndDeleteElement(DCM_CodingSchemeIdentificationSequence);
  for (const std::string& scheme : private_schemes(dataset)) {
    DcmItem& item = add_item(dataset, DCM_CodingSchemeIdentificationSequence);
    put_string(item, DCM_CodingSchemeDesignator, scheme);
    if (scheme != code::kPrivateScheme) continue;
    put_string(item, DCM_CodingSchemeName, "Sonolist codes");
    put_string(item, DCM_CodingSchemeResponsibleOrganization, "Sonolist");
  }
}

}  // namespace sonolist::dicom
