// The Native DICOM Model (PS3.19 annex A.1), the XML form of a data set, to and from the DICOM JSON Model.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "dicom_sr/json/dicom_json.h"

namespace sonolist::dicom {

// A whole document in UTF-8. What XML cannot carry (control characters but tab and line ends) becomes U+FFFD. Throws
// DicomError(kInput) naming the tag that is malformed.
std::string to_native_xml(const Json& dataset);

// The reverse. Strict: unknown elements, value representations or entities, tags that come twice and values that do not
// suit their value representation are refused. Throws DicomError(kInput) with a sentence that names the attribute.
Json from_native_xml(std::string_view document);

}  // namespace sonolist::dicom
