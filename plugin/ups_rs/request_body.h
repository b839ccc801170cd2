// The data set in the body of a request: DICOM JSON or Native DICOM Model XML (PS3.18 11.1.2). Pure.
#pragma once

#include "plugin/http/http_message.h"
#include "plugin/worklist/workitem.h"

namespace sonolist::plugin {

// What request_data_set() reads, for the header Accept of 415.
inline constexpr const char* kReadableTypes =
    "application/dicom+json, application/json, application/dicom+xml, multipart/related; "
    "type=\"application/dicom+xml\"";

// One data set, whatever its form: an array of one (the standard) or a bare object in JSON; one document or a multipart
// body of one part in XML. Tags are in upper case. Throws RefusedRequest: 415 for other media types and character sets,
// 400 for anything but one data set.
Json request_data_set(const HttpRequest& request);

// A JSON document whose values are nested less deeply than any data set needs; discarded when it is malformed.
Json parse_shallow_json(const std::string& text);

}  // namespace sonolist::plugin
