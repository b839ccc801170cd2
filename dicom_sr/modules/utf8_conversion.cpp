#include "dicom_sr/modules/utf8_conversion.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcspchrs.h>
#include <dcmtk/dcmdata/dctk.h>

#include <algorithm>

#include "dicom_sr/error.h"
#include "dicom_sr/json/utf8.h"
#include "dicom_sr/modules/japanese_text.h"

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

[[noreturn]] void refuse_conversion(DcmDataset& dataset, const DcmTagKey& tag) {
  const std::string declared = raw_value(dataset, DCM_SpecificCharacterSet);
  throw DicomError(ErrorClass::kInput, std::string(DcmTag(tag).getTagName()) +
                                           " of the source cannot be converted to Unicode from Specific Character Set "
                                           "(0008,0005) " +
                                           (declared.empty() ? "(none declared)" : declared) +
                                           "; correct the character set of the source, or write the report in "
                                           "English, which copies such attributes as they are");
}

// Few levels: the sequences that are copied from a source hold plain attributes and codes.
void convert_item(DcmItem& item, const Utf8Reader& texts, DcmDataset& dataset) {
  DcmObject* at = nullptr;
  while ((at = item.nextInContainer(at)) != nullptr) {
    if (auto* sequence = dynamic_cast<DcmSequenceOfItems*>(at)) {
      DcmObject* below = nullptr;
      while ((below = sequence->nextInContainer(below)) != nullptr) {
        if (auto* nested = dynamic_cast<DcmItem*>(below)) convert_item(*nested, texts, dataset);
      }
    } else if (DcmVR(at->getVR()).isAffectedBySpecificCharacterSet()) {
      const DcmTagKey tag = at->getTag();
      std::string utf8;
      if (!texts.convert(raw_value(item, tag), utf8) ||
          dynamic_cast<DcmElement&>(*at).putOFStringArray(OFString(utf8.c_str(), utf8.size())).bad())
        refuse_conversion(dataset, tag);
    }
  }
}

}  // namespace

void convert_to_utf8(DcmDataset& dataset) {
  const Utf8Reader texts(dataset);
  convert_item(dataset, texts, dataset);
  // Not put_string(): the element may hold several values and must become one.
  dataset.putAndInsertString(DCM_SpecificCharacterSet, "ISO_IR 192");
}

Utf8Reader::Utf8Reader(DcmItem& dataset) {
  const std::string declared = raw_value(dataset, DCM_SpecificCharacterSet);
  if (declared == "ISO_IR 192") {
    way_ = Way::kUtf8;
  } else if (is_japanese_character_set(declared)) {
    way_ = Way::kJapanese;
    from_euc_ = std::make_unique<OFCharacterEncoding>();
    is_known_ = from_euc_->selectEncoding("EUC-JP", "UTF-8").good();
  } else {
    converter_ = std::make_unique<DcmSpecificCharacterSet>();
    is_known_ = converter_->selectCharacterSet(declared.c_str(), "ISO_IR 192").good();
  }
}

Utf8Reader::~Utf8Reader() = default;

bool Utf8Reader::convert(const std::string& bytes, std::string& utf8) const {
  utf8 = bytes;
  if (is_ascii(bytes)) return true;
  if (way_ == Way::kUtf8) return is_utf8(bytes);
  if (!is_known_) return false;
  OFString converted;
  OFCondition status;
  if (way_ == Way::kJapanese) {
    const auto euc = japanese_to_euc(bytes);
    if (!euc) return false;
    status = from_euc_->convertString(euc->c_str(), euc->size(), converted);
  } else {
    // Delimiters end the reach of an escape sequence (PS3.5 6.1.2.5.3).
    status = converter_->convertString(bytes.c_str(), bytes.size(), converted, "\\^=");
  }
  utf8.assign(converted.c_str(), converted.size());
  return status.good() && is_utf8(utf8);
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
