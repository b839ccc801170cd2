// Checks of values before they enter a data set. Text that we add is ASCII, but in a report in Chinese, so that it is
// right in whatever character set the patient's name was written in (PS3.5 6.1.2: every set that DICOM allows contains
// ISO 646).
#pragma once

#include <cstddef>
#include <string>

#include "dicom_sr/codes/code.h"
#include "dicom_sr/error.h"

namespace sonolist::dicom {

// Longest value of a value representation, in characters (PS3.5 table 6.2-1).
inline constexpr std::size_t kShortString = 16;  // SH, also CS
inline constexpr std::size_t kLongString = 64;   // LO
inline constexpr std::size_t kShortText = 1024;  // ST
inline constexpr std::size_t kLongText = 10240;  // LT

// All throw DicomError(error_class) beginning with `field`; the value itself is never quoted.
// Printable ASCII without backslash (the value separator), 1 to `longest` characters.
void require_text(const std::string& field, const std::string& text, std::size_t longest,
                  ErrorClass error_class = ErrorClass::kInternal);
// The same, but may be empty and may hold line breaks (ST, LT, UT).
void require_free_text(const std::string& field, const std::string& text, std::size_t longest,
                       ErrorClass error_class = ErrorClass::kInternal);
// UTF-8 instead of ASCII, for a data set in ISO_IR 192. Line breaks as above, no other control character.
void require_unicode_text(const std::string& field, const std::string& text, std::size_t longest_bytes,
                          ErrorClass error_class = ErrorClass::kInternal);
// Code Value (SH 16), Coding Scheme Designator (SH 16), Code Meaning (LO 64).
void require_code(const std::string& field, const Code& code, ErrorClass error_class = ErrorClass::kInternal);
void require_uid(const std::string& field, const std::string& uid, ErrorClass error_class = ErrorClass::kInternal);
// DA "YYYYMMDD" and TM "HHMMSS[.FFFFFF]".
void require_date(const std::string& field, const std::string& date);
void require_time(const std::string& field, const std::string& time);

}  // namespace sonolist::dicom
