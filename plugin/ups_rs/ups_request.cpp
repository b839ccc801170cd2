#include "plugin/ups_rs/ups_request.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

#include "dicom_sr/json/utf8.h"
#include "dicom_sr/uid/deterministic_uid.h"
#include "dicom_sr/workitem/tags.h"
#include "plugin/http/lower_case.h"
#include "plugin/ups_rs/attribute_rules.h"

namespace sonolist::plugin {
namespace {

namespace tag = dicom::tag;

constexpr int kBadRequest = 400;
constexpr int kNotAcceptable = 406;
constexpr int kUnsupportedMediaType = 415;

// Value of the first query parameter with one of these names (in lower case).
template <std::size_t Count>
std::string query_value(const HttpRequest& request, const std::array<std::string_view, Count>& names) {
  for (const auto& [name, value] : request.query) {
    if (std::find(names.begin(), names.end(), lower_case(name)) != names.end()) return value;
  }
  return "";
}

// "?1.2.3" arrives as a parameter whose name is the UID (Microsoft DICOM server and its clients).
std::string bare_uid(const HttpRequest& request) {
  for (const auto& [name, value] : request.query) {
    if (value.empty() && dicom::is_valid_uid(name)) return name;
  }
  return "";
}

// "application/dicom+json; charset=utf-8, text/html" has the media types "application/dicom+json" and "text/html".
std::vector<std::string> media_types(const std::string& header) {
  std::vector<std::string> types;
  std::size_t begin = 0;
  while (begin <= header.size()) {
    const std::size_t end = std::min(header.find(',', begin), header.size());
    std::string type = lower_case(header.substr(begin, std::min(header.find(';', begin), end) - begin));
    type.erase(std::remove_if(type.begin(), type.end(), [](unsigned char c) { return std::isspace(c) != 0; }),
               type.end());
    if (!type.empty()) types.push_back(std::move(type));
    begin = end + 1;
  }
  return types;
}

bool is_json(const std::string& type) {
  return type == "application/dicom+json" || type == "application/json";
}

}  // namespace

UpsPath parse_ups_path(const std::string& below_root) {
  std::array<std::string, 3> parts;
  std::size_t count = 0;
  std::size_t begin = 0;
  while (begin < below_root.size() && count < parts.size()) {
    if (below_root[begin] == '/') ++begin;
    // The last part takes everything that is left.
    const std::size_t end =
        count + 1 == parts.size() ? below_root.size() : std::min(below_root.find('/', begin), below_root.size());
    parts[count++] = below_root.substr(begin, end - begin);
    begin = end;
  }
  return {parts[0], parts[1], parts[2]};
}

Json parse_data_set(const HttpRequest& request) {
  Json body = Json::parse(request.body, nullptr, false);
  if (body.is_array() && body.size() == 1) {
    Json only = std::move(body.front());
    body = std::move(only);
  }
  if (!is_data_set(body)) {
    throw RefusedRequest(kBadRequest,
                         "The body must be one data set of the DICOM JSON Model, or an array of one (PS3.18 annex F)");
  }
  return body;
}

std::string take_transaction_uid(const HttpRequest& request, Json& data_set) {
  static constexpr std::array<std::string_view, 3> kNames = {"transaction-uid", "transactionuid", "transaction"};
  const std::string in_body = dicom::get_string(data_set, tag::kTransactionUid).value_or("");
  data_set.erase(tag::kTransactionUid);
  for (const std::string& uid : {query_value(request, kNames), bare_uid(request), in_body}) {
    if (!uid.empty()) return uid;
  }
  return request.header("x-transaction-uid");
}

std::string created_uid(const HttpRequest& request, const Json& data_set) {
  static constexpr std::array<std::string_view, 2> kNames = {"workitem", "affectedsopinstanceuid"};
  for (const std::string& uid : {query_value(request, kNames), bare_uid(request)}) {
    if (!uid.empty()) return uid;
  }
  return dicom::get_string(data_set, tag::kSopInstanceUid).value_or("");
}

std::string requester_of(const HttpRequest& request, const UpsPath& path) {
  static constexpr std::array<std::string_view, 1> kNames = {"requester"};
  std::string in_query = query_value(request, kNames);
  if (!in_query.empty()) return in_query;
  return path.argument.empty() ? "ANONYMOUS" : path.argument;
}

void require_utf8(const HttpRequest& request) {
  const auto is_text = [](const auto& pair) { return dicom::is_utf8(pair.first) && dicom::is_utf8(pair.second); };
  const bool is_request_text = dicom::is_utf8(request.path) &&
                               std::all_of(request.query.begin(), request.query.end(), is_text) &&
                               std::all_of(request.headers.begin(), request.headers.end(), is_text);
  if (!is_request_text) throw RefusedRequest(400, "The path, the parameters and the headers must be UTF-8");
}

void require_json_body(const HttpRequest& request) {
  const auto types = media_types(request.header("content-type"));
  if (!types.empty() && !is_json(types.front())) {
    throw RefusedRequest(kUnsupportedMediaType, "The body must be application/dicom+json");
  }
}

void require_json_answer(const HttpRequest& request) {
  const auto types = media_types(request.header("accept"));
  const auto is_accepted = [](const std::string& type) {
    return is_json(type) || type == "*/*" || type == "application/*";
  };
  if (!types.empty() && std::none_of(types.begin(), types.end(), is_accepted)) {
    throw RefusedRequest(kNotAcceptable, "The answer can only be application/dicom+json");
  }
}

}  // namespace sonolist::plugin
