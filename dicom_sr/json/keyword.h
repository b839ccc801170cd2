// Keywords of attributes (PS3.6), from DCMTK's dictionary. Thread safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sonolist::dicom {

// "PatientID" to "00100020"; nothing for an unknown keyword.
std::optional<std::string> tag_of_keyword(std::string_view keyword);

// "00100020" to "PatientID"; "" for what the dictionary does not name, and for private attributes.
std::string keyword_of_tag(std::string_view tag);

// "00100020" to "LO"; "" where the dictionary has no or no single value representation.
std::string vr_of_tag(std::string_view tag);

}  // namespace sonolist::dicom
