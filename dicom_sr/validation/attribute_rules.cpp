#include "dicom_sr/validation/attribute_rules.h"

#include "dicom_sr/modules/attributes.h"
#include "dicom_sr/validation/attribute_name.h"

namespace sonolist::dicom {

namespace {

// US where the standard leaves the choice of words, and texts that DCMTK calls by an internal VR.
DcmEVR vr_of(DcmElement& element) {
  return DcmVR(element.getVR()).getValidEVR();
}

unsigned long count_values(DcmElement& element) {
  auto* sequence = dynamic_cast<DcmSequenceOfItems*>(&element);
  return sequence != nullptr ? sequence->card() : element.getVM();
}

bool is_text_of_patient(DcmEVR vr) {
  return DcmVR(vr).isAffectedBySpecificCharacterSet() == OFTrue;
}

std::string problem_of(DcmItem& item, DcmElement* element, const AttributeRule& rule) {
  if (element == nullptr) return rule.type == AttributeType::k3 ? "" : "is missing";
  const DcmEVR vr = vr_of(*element);
  if (vr != rule.vr)
    return std::string("has the VR ") + DcmVR(vr).getVRName() + " instead of " + DcmVR(rule.vr).getVRName();
  const unsigned long count = count_values(*element);
  if (count == 0) {
    if (rule.type == AttributeType::k1) return "is empty";
    if (rule.fewest > 0 && rule.vr == EVR_SQ && rule.type == AttributeType::k2) return "has no item";
    return "";
  }
  if (count < rule.fewest || count > rule.most)
    return "has " + std::to_string(count) + (rule.vr == EVR_SQ ? " items" : " values");
  // The length of a text depends on its character set, which is a rule of its own.
  if (rule.vr != EVR_SQ && !is_text_of_patient(vr) && element->checkValue("1-n").bad())
    return std::string("has a value that is no ") + DcmVR(vr).getVRName();
  if (rule.value == nullptr) return "";
  OFString value;
  item.findAndGetOFStringArray(rule.tag, value);
  return value == rule.value ? "" : std::string("is not ") + rule.value;
}

}  // namespace

void check_attributes(DcmItem& item, const std::vector<AttributeRule>& rules, const std::string& object,
                      const std::string& where, Findings& findings) {
  for (const AttributeRule& rule : rules) {
    DcmElement* element = nullptr;
    if (item.findAndGetElement(rule.tag, element).bad()) element = nullptr;
    const std::string problem = problem_of(item, element, rule);
    if (!problem.empty()) findings.push_back({object, "attributes", where + attribute_name(rule.tag), problem});
  }
}

void check_items(DcmItem& item, const DcmTagKey& tag, const std::vector<AttributeRule>& rules,
                 const std::string& object, Findings& findings) {
  DcmSequenceOfItems* items = nullptr;
  if (item.findAndGetSequence(tag, items).bad()) return;
  DcmObject* at = nullptr;
  for (int number = 1; (at = items->nextInContainer(at)) != nullptr; ++number) {
    if (auto* below = dynamic_cast<DcmItem*>(at)) {
      const std::string where = std::string(DcmTag(tag).getTagName()) + " item " + std::to_string(number) + ": ";
      check_attributes(*below, rules, object, where, findings);
    }
  }
}

}  // namespace sonolist::dicom
