// In which form a client gets workitems (PS3.18 8.7 and 11.1.2). Pure.
#pragma once

#include <string>
#include <vector>

#include "plugin/http/http_message.h"
#include "plugin/worklist/workitem.h"

namespace sonolist::plugin {

enum class AnswerFormat {
  kDicomJson,     // application/dicom+json, the default
  kMultipartXml,  // multipart/related; type="application/dicom+xml"
  kSingleXml,     // application/dicom+xml, only of one workitem
  kPlainJson      // application/json
};

inline constexpr const char* kDicomJsonType = "application/dicom+json";
inline constexpr const char* kDicomXmlType = "application/dicom+xml";

// What the client prefers: the parameter "accept" goes before the header. Throws RefusedRequest (406) when it accepts
// none of the formats that suit `count` workitems, or no UTF-8.
AnswerFormat negotiate(const HttpRequest& request, std::size_t count);

// 200 with the workitems.
HttpResponse answer_workitems(const std::vector<LazyDataSet>& items, AnswerFormat format);

}  // namespace sonolist::plugin
