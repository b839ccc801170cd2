// Names of the Native DICOM Model that writer and reader share (PS3.19 tables A.1.5-2 and A.1.5-3).
#pragma once

#include <array>

namespace sonolist::dicom {

inline constexpr const char* kNativeRoot = "NativeDicomModel";
inline constexpr const char* kNativeNamespace = "http://dicom.nema.org/PS3.19/models/NativeDICOM";
inline constexpr std::array<const char*, 3> kNameGroups = {"Alphabetic", "Ideographic", "Phonetic"};
inline constexpr std::array<const char*, 5> kNameComponents = {"FamilyName", "GivenName", "MiddleName", "NamePrefix",
                                                               "NameSuffix"};

}  // namespace sonolist::dicom
