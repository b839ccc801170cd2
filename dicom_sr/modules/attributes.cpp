#include "dicom_sr/modules/attributes.h"

#include <utility>

#include "dicom_sr/error.h"

namespace sonolist::dicom {

namespace {

void require_good(const OFCondition& condition, const DcmTagKey& tag) {
  if (condition.good()) return;
  DcmTag named(tag);
  throw DicomError(ErrorClass::kInternal, std::string("cannot write ") + named.getTagName() + ": " + condition.text());
}

std::string without_padding(const OFString& value) {
  const std::size_t end = value.find_last_not_of(' ');
  return end == OFString_npos ? std::string() : std::string(value.c_str(), end + 1);
}

}  // namespace

void put_string(DcmItem& item, const DcmTagKey& tag, const std::string& value) {
  require_good(item.putAndInsertString(tag, value.c_str()), tag);
}

void put_empty(DcmItem& item, const DcmTagKey& tag) {
  require_good(item.insertEmptyElement(tag), tag);
}

void put_uint16(DcmItem& item, const DcmTagKey& tag, std::uint16_t value) {
  require_good(item.putAndInsertUint16(tag, value), tag);
}

void put_uint16s(DcmItem& item, const DcmTagKey& tag, const std::vector<std::uint16_t>& values) {
  require_good(item.putAndInsertUint16Array(tag, values.data(), static_cast<unsigned long>(values.size())), tag);
}

void put_uint32s(DcmItem& item, const DcmTagKey& tag, const std::vector<std::uint32_t>& values) {
  auto element = std::make_unique<DcmUnsignedLong>(DcmTag(tag));
  require_good(element->putUint32Array(values.data(), static_cast<unsigned long>(values.size())), tag);
  put_element(item, std::move(element));
}

void put_tag(DcmItem& item, const DcmTagKey& tag, const DcmTagKey& value) {
  require_good(item.putAndInsertTagKey(tag, value), tag);
}

void put_element(DcmItem& item, std::unique_ptr<DcmElement> element) {
  require_good(item.insert(element.get(), OFTrue), element->getTag());
  static_cast<void>(element.release());  // the item owns it now
}

DcmItem& add_item(DcmItem& parent, const DcmTagKey& tag) {
  DcmItem* item = nullptr;
  constexpr signed long kAppend = -2;
  require_good(parent.findOrCreateSequenceItem(tag, item, kAppend), tag);
  return *item;
}

void put_code(DcmItem& item, const DcmTagKey& tag, const Code& code) {
  item.findAndDeleteElement(tag);
  DcmItem& entry = add_item(item, tag);
  put_string(entry, DCM_CodeValue, code.value);
  put_string(entry, DCM_CodingSchemeDesignator, code.scheme);
  put_string(entry, DCM_CodeMeaning, code.meaning);
}

bool copy_attribute(DcmItem& from, DcmItem& to, const DcmTagKey& tag) {
  DcmElement* element = nullptr;
  if (from.findAndGetElement(tag, element).bad()) return false;
  std::unique_ptr<DcmElement> copy(dynamic_cast<DcmElement*>(element->clone()));
  put_element(to, std::move(copy));
  return true;
}

std::string get_value(DcmItem& item, const DcmTagKey& tag) {
  OFString value;
  return item.findAndGetOFString(tag, value).good() ? without_padding(value) : std::string();
}

std::string get_values(DcmItem& item, const DcmTagKey& tag) {
  OFString values;
  return item.findAndGetOFStringArray(tag, values).good() ? without_padding(values) : std::string();
}

}  // namespace sonolist::dicom
