#include "dicom_sr/modules/utf8_conversion.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcspchrs.h>
#include <dcmtk/dcmdata/dctk.h>

#include <algorithm>

#include "dicom_sr/error.h"
#include "dicom_sr/json/utf8.h"

namespace sonolist::dicom {

namespace {

bool is_ascii(const std::string& bytes) {
  // ESC announces another character set (ISO 2022), whose bytes may all look like ASCII.
  return std::all_of(bytes.begin(), bytes.end(), [](char c) { return (c & 0x80) == 0 && c != '\x1b'; });
}

std::string raw_value(DcmItem& item, const DcmTagKey& tag) {
  OFString value;
  // As an array: a backslash may be the second byte of a Chinese character and then separates nothing.
  if (item.findAndGetOFStringArray(tag, value).bad()) return {};
  const std::size_t end = value.find_last_not_of(OFString(" \0", 2));
  return end == OFString_npos ? std::string() : std::string(value.c_str(), end + 1);
}

}  // namespace

void convert_to_utf8(DcmDataset& dataset) {
  const std::string declared = raw_value(dataset, DCM_SpecificCharacterSet);
  const OFCondition status = dataset.convertToUTF8();
  if (status.good()) return;
  throw DicomError(ErrorClass::kInput,
                   "the patient's and study's attributes cannot be converted to Unicode from Specific Character Set "
                   "(0008,0005) " +
                       (declared.empty() ? "(none declared)" : declared) + ": " + status.text() +
                       "; correct the character set of the source, or write the report in English, which copies them "
                       "as they are");
}

Utf8Reader::Utf8Reader(DcmItem& dataset) {
  const std::string declared = raw_value(dataset, DCM_SpecificCharacterSet);
  is_utf8_ = declared == "ISO_IR 192";
  if (is_utf8_) return;
  converter_ = std::make_unique<DcmSpecificCharacterSet>();
  is_known_ = converter_->selectCharacterSet(declared.c_str(), "ISO_IR 192").good();
}

Utf8Reader::~Utf8Reader() = default;

bool Utf8Reader::convert(const std::string& bytes, std::string& utf8) const {
  utf8 = bytes;
  if (is_ascii(bytes)) return true;
  if (is_utf8_) return is_utf8(bytes);
  OFString converted;
  // Delimiters end the reach of an escape sequence (PS3.5 6.1.2.5.3).
  if (!is_known_ || converter_->convertString(bytes.c_str(), bytes.size(), converted, "\\^=").bad()) return false;
  utf8.assign(converted.c_str(), converted.size());
  return is_utf8_ || is_utf8(utf8);
}

std::string Utf8Reader::text(DcmItem& item, const DcmTagKey& tag) const {
  const std::string bytes = raw_value(item, tag);
  std::string utf8;
  if (convert(bytes, utf8)) return utf8;
  utf8 = bytes;
  std::replace_if(
      utf8.begin(), utf8.end(), [](char c) { return (c & 0x80) != 0 || c == '\x1b'; }, '?');
  return utf8;
}

bool Utf8Reader::fits(DcmItem& item, const DcmTagKey& tag) const {
  std::string ignored;
  return convert(raw_value(item, tag), ignored);
}

}  // namespace sonolist::dicom
