#include "dicom_sr/modules/value_check.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>

#include <algorithm>

#include "dicom_sr/json/utf8.h"
#include "dicom_sr/uid/deterministic_uid.h"

namespace sonolist::dicom {

namespace {

bool is_printable_ascii(char c) {
  return c >= 0x20 && c < 0x7f;
}

[[noreturn]] void refuse(ErrorClass error_class, const std::string& field, const std::string& reason) {
  throw DicomError(error_class, field + " " + reason);
}

}  // namespace

void require_text(const std::string& field, const std::string& text, std::size_t longest, ErrorClass error_class) {
  if (text.empty()) refuse(error_class, field, "is empty");
  if (text.size() > longest) refuse(error_class, field, "is longer than " + std::to_string(longest) + " characters");
  if (!std::all_of(text.begin(), text.end(), is_printable_ascii))
    refuse(error_class, field, "holds characters that are not printable ASCII");
  if (text.find('\\') != std::string::npos)
    refuse(error_class, field, "holds a backslash, which separates values in DICOM");
}

void require_free_text(const std::string& field, const std::string& text, std::size_t longest, ErrorClass error_class) {
  if (text.size() > longest) refuse(error_class, field, "is longer than " + std::to_string(longest) + " characters");
  const auto allowed = [](char c) { return is_printable_ascii(c) || c == '\n' || c == '\r'; };
  if (!std::all_of(text.begin(), text.end(), allowed))
    refuse(error_class, field, "holds characters that are not ASCII");
}

void require_unicode_text(const std::string& field, const std::string& text, std::size_t longest_bytes,
                          ErrorClass error_class) {
  if (text.size() > longest_bytes)
    refuse(error_class, field, "is longer than " + std::to_string(longest_bytes) + " bytes");
  const auto allowed = [](char c) { return (c & 0x80) != 0 || is_printable_ascii(c) || c == '\n' || c == '\r'; };
  if (!is_utf8(text) || !std::all_of(text.begin(), text.end(), allowed))
    refuse(error_class, field, "is not text in UTF-8");
}

void require_code(const std::string& field, const Code& code, ErrorClass error_class) {
  require_text(field + " (code value)", code.value, kShortString, error_class);
  require_text(field + " (coding scheme)", code.scheme, kShortString, error_class);
  require_text(field + " (code meaning)", code.meaning, kLongString, error_class);
}

void require_uid(const std::string& field, const std::string& uid, ErrorClass error_class) {
  if (!is_valid_uid(uid)) refuse(error_class, field, "is not a valid UID");
}

void require_date(const std::string& field, const std::string& date) {
  if (DcmDate::checkStringValue(date.c_str(), "1").bad() || date.empty())
    refuse(ErrorClass::kInternal, field, "is not a DICOM date (YYYYMMDD)");
}

void require_time(const std::string& field, const std::string& time) {
  if (DcmTime::checkStringValue(time.c_str(), "1").bad() || time.empty())
    refuse(ErrorClass::kInternal, field, "is not a DICOM time (HHMMSS.FFFFFF)");
}

}  // namespace sonolist::dicom
