// A coded concept: the triplet of PS3.3 section 8 (Basic Coded Entry Attributes).
#pragma once

#include <string>

namespace sonolist::dicom {

// Plain value. `value` is at most 16 characters (SH), `meaning` at most 64 (LO); the writers refuse longer ones.
struct Code {
  std::string value;    // (0008,0100)
  std::string scheme;   // (0008,0102), e.g. DCM, SCT, UCUM, FMA, 99SONOLIST
  std::string meaning;  // (0008,0104)
};

// Two codes are the same concept when value and scheme agree; the meaning is only text (PS3.3 8.3).
inline bool operator==(const Code& a, const Code& b) {
  return a.value == b.value && a.scheme == b.scheme;
}
inline bool operator!=(const Code& a, const Code& b) {
  return !(a == b);
}

}  // namespace sonolist::dicom
