// How the values of a value representation are written in DICOM JSON (PS3.18 table F.2.3-1).
#pragma once

#include <optional>
#include <string_view>

namespace sonolist::dicom {

enum class ValueKind {
  kStrings,         // several strings, separated by a backslash in a data set
  kText,            // one string in which a backslash is only a character
  kPersonNames,     // objects of Alphabetic, Ideographic, Phonetic
  kDecimalStrings,  // DS: number, or a string that is none
  kIntegerStrings,  // IS: number, or a string that is none
  kIntegers,        // SS US SL UL SV UV
  kReals,           // FL FD
  kTags,            // AT: 8 hex digits
  kBinary,          // InlineBinary
  kItems            // SQ
};

// Nothing for text that is no value representation of PS3.5 table 6.2-1. Pure.
std::optional<ValueKind> value_kind(std::string_view vr);

}  // namespace sonolist::dicom
