#include "plugin/ups_rs/answer_format.h"

#include <algorithm>
#include <array>

#include "dicom_sr/uid/deterministic_uid.h"
#include "dicom_sr/xml/native_model.h"
#include "plugin/http/lower_case.h"
#include "plugin/http/media_type.h"
#include "plugin/http/multipart.h"
#include "plugin/ups_rs/refused_request.h"

namespace sonolist::plugin {
namespace {

constexpr std::array<AnswerFormat, 4> kByPreference = {AnswerFormat::kDicomJson, AnswerFormat::kMultipartXml,
                                                       AnswerFormat::kSingleXml, AnswerFormat::kPlainJson};

std::string name_of(AnswerFormat format) {
  switch (format) {
    case AnswerFormat::kDicomJson:
      return kDicomJsonType;
    case AnswerFormat::kMultipartXml:
      return "multipart/related";
    case AnswerFormat::kSingleXml:
      return kDicomXmlType;
    case AnswerFormat::kPlainJson:
      break;
  }
  return "application/json";
}

// How exactly a media range names the format: 0 not at all, 1 "*/*", 2 "application/*", 3 by its name.
int precision(const MediaType& range, AnswerFormat format) {
  const std::string name = name_of(format);
  if (range.name == "*/*") return 1;
  if (range.name == name.substr(0, name.find('/')) + "/*") return 2;
  if (range.name != name) return 0;
  const std::string type = lower_case(range.parameter("type"));
  return format == AnswerFormat::kMultipartXml && !type.empty() && type != kDicomXmlType ? 0 : 3;
}

// The most exact range decides.
double quality_of(const std::vector<MediaType>& ranges, AnswerFormat format) {
  int best = 0;
  double quality = 0;
  for (const MediaType& range : ranges) {
    const int exactness = precision(range, format);
    if (exactness > best) {
      best = exactness;
      quality = range.quality;
    }
  }
  return quality;
}

std::string parameter_of(const HttpRequest& request, const char* name) {
  const auto found = std::find_if(request.query.begin(), request.query.end(),
                                  [name](const auto& parameter) { return parameter.first == name; });
  return found == request.query.end() ? "" : found->second;
}

bool is_utf8_charset(const std::string& charset) {
  const std::string name = lower_case(charset);
  return name.empty() || name == "utf-8" || name == "utf8";
}

void require_utf8_answer(const HttpRequest& request) {
  std::string wanted = parameter_of(request, "charset");
  if (wanted.empty()) wanted = request.header("accept-charset");
  if (wanted.empty()) return;
  const std::vector<MediaType> charsets = parse_media_types(wanted);
  const bool accepts_utf8 = std::any_of(charsets.begin(), charsets.end(), [](const MediaType& charset) {
    return charset.quality > 0 && (charset.name == "*" || is_utf8_charset(charset.name));
  });
  if (!accepts_utf8) throw RefusedRequest(kNotAcceptable, "Answers are in UTF-8 only: accept the charset utf-8");
}

std::string json_array(const std::vector<LazyDataSet>& items) {
  std::string text = "[";
  for (const LazyDataSet& item : items) text += (text.size() > 1 ? "," : "") + item.dump();
  return text += ']';
}

}  // namespace

AnswerFormat negotiate(const HttpRequest& request, std::size_t count) {
  require_utf8_answer(request);
  std::string accepted = parameter_of(request, "accept");
  if (accepted.empty()) accepted = request.header("accept");
  std::vector<MediaType> ranges = parse_media_types(accepted);
  if (ranges.empty()) return AnswerFormat::kDicomJson;
  ranges.erase(std::remove_if(ranges.begin(), ranges.end(),
                              [](const MediaType& range) { return !is_utf8_charset(range.parameter("charset")); }),
               ranges.end());
  double best_quality = 0;
  AnswerFormat best = AnswerFormat::kDicomJson;
  for (const AnswerFormat format : kByPreference) {
    if (format == AnswerFormat::kSingleXml && count != 1) continue;
    const double quality = quality_of(ranges, format);
    if (quality > best_quality) {
      best_quality = quality;
      best = format;
    }
  }
  if (best_quality > 0) return best;
  throw RefusedRequest(
      kNotAcceptable,
      "The answer can be application/dicom+json, multipart/related; type=\"application/dicom+xml\", or "
      "application/dicom+xml if it is one workitem; all in UTF-8");
}

HttpResponse answer_workitems(const std::vector<LazyDataSet>& items, AnswerFormat format) {
  if (format == AnswerFormat::kDicomJson || format == AnswerFormat::kPlainJson) {
    return {200, name_of(format), {}, json_array(items)};
  }
  if (format == AnswerFormat::kSingleXml)
    return {200, kDicomXmlType, {}, dicom::to_native_xml(items.front().to_json())};
  std::vector<std::string> bodies;
  bodies.reserve(items.size());
  for (const LazyDataSet& item : items) bodies.push_back(dicom::to_native_xml(item.to_json()));
  const std::string boundary = "part." + dicom::random_uid();
  return {200,
          "multipart/related; type=\"application/dicom+xml\"; boundary=\"" + boundary + "\"",
          {},
          write_multipart(bodies, kDicomXmlType, boundary)};
}

}  // namespace sonolist::plugin
