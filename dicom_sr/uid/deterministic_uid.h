// UIDs that the same input always yields, so that a repeated store is recognised as the same object.
#pragma once

#include <string>
#include <string_view>

namespace sonolist::dicom {

// "2.25." + the RFC 4122 version 5 (SHA-1) UUID of `name` as a decimal integer (PS3.5 B.2).
// `name` is any text that identifies the thing, e.g. "seg|<source SOP UID>|<model>|<version>|<weights hash>".
// Pure; thread safe; at most 44 characters.
std::string deterministic_uid(std::string_view name);

// A fresh random UID ("2.25." + UUID version 4).
std::string random_uid();

// True for 1 to 64 characters of dot-separated decimal components without leading zeros (PS3.5 9.1).
bool is_valid_uid(std::string_view uid);

}  // namespace sonolist::dicom
