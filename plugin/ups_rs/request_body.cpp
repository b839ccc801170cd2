#include "plugin/ups_rs/request_body.h"

#include "dicom_sr/error.h"
#include "dicom_sr/xml/native_model.h"
#include "plugin/http/lower_case.h"
#include "plugin/http/media_type.h"
#include "plugin/http/multipart.h"
#include "plugin/ups_rs/data_set_shape.h"
#include "plugin/ups_rs/refused_request.h"

namespace sonolist::plugin {
namespace {

constexpr int kDeepestJson = 128;  // each item of a sequence takes four levels

Json parse_json_body(const std::string& text) {
  Json body = parse_shallow_json(text);
  if (body.is_array() && body.size() > 1) {
    throw RefusedRequest(kBadRequest,
                         "The body holds " + std::to_string(body.size()) + " data sets: send one in a request");
  }
  if (body.is_array() && body.size() == 1) {
    Json only = std::move(body.front());
    body = std::move(only);
  }
  upper_case_tags(body);
  if (!is_data_set(body)) {
    throw RefusedRequest(kBadRequest,
                         "The body must be one data set of the DICOM JSON Model, or an array of one (PS3.18 annex F)");
  }
  return body;
}

Json parse_xml_body(const std::string& text) {
  try {
    return dicom::from_native_xml(text);
  } catch (const dicom::DicomError& error) {
    throw RefusedRequest(kBadRequest, std::string("The body cannot be read: ") + error.what());
  }
}

Json parse_multipart_body(const std::string& text, const MediaType& type) {
  const auto parts = parse_multipart(text, type.parameter("boundary"));
  if (!parts) throw RefusedRequest(kBadRequest, "The multipart body does not follow the boundary of its Content-Type");
  if (parts->size() != 1) {
    throw RefusedRequest(kBadRequest,
                         "The body holds " + std::to_string(parts->size()) + " data sets: send one in a request");
  }
  return parse_xml_body(parts->front().body);
}

[[noreturn]] void refuse_type() {
  throw RefusedRequest(kUnsupportedMediaType, std::string("The body must be one of ") + kReadableTypes + ", in UTF-8");
}

}  // namespace

Json parse_shallow_json(const std::string& text) {
  bool is_too_deep = false;
  Json parsed = Json::parse(
      text,
      [&is_too_deep](int depth, Json::parse_event_t, Json&) {
        is_too_deep = is_too_deep || depth > kDeepestJson;
        return !is_too_deep;
      },
      false);
  return is_too_deep ? Json(Json::value_t::discarded) : parsed;
}

Json request_data_set(const HttpRequest& request) {
  const auto types = parse_media_types(request.header("content-type"));
  if (types.empty()) return parse_json_body(request.body);
  const MediaType& type = types.front();
  const std::string charset = lower_case(type.parameter("charset"));
  if (!charset.empty() && charset != "utf-8" && charset != "utf8") refuse_type();
  if (type.name == "application/dicom+json" || type.name == "application/json") return parse_json_body(request.body);
  if (type.name == "application/dicom+xml") return parse_xml_body(request.body);
  const bool is_xml_parts =
      type.name == "multipart/related" && lower_case(type.parameter("type")) == "application/dicom+xml";
  if (!is_xml_parts) refuse_type();
  return parse_multipart_body(request.body, type);
}

}  // namespace sonolist::plugin
