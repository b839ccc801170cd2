#include "plugin/ups_rs/ups_request.h"

#include <algorithm>
#include <string_view>

#include "dicom_sr/json/utf8.h"
#include "dicom_sr/uid/deterministic_uid.h"
#include "dicom_sr/workitem/tags.h"
#include "plugin/http/lower_case.h"
#include "plugin/http/request_target.h"
#include "plugin/ups_rs/refused_request.h"

namespace sonolist::plugin {
namespace {

namespace tag = dicom::tag;

// "?1.2.3" arrives as a parameter whose name is the UID (Microsoft DICOM server and its clients).
std::string bare_uid(const HttpRequest& request) {
  for (const auto& [name, value] : request.query) {
    if (value.empty() && dicom::is_valid_uid(name)) return name;
  }
  return "";
}

}  // namespace

HttpRequest with_original_query(HttpRequest request) {
  if (!request.query.empty()) return request;
  if (auto target = parse_request_target(request.header("x-original-uri"))) request.query = std::move(target->query);
  return request;
}

std::string query_value(const HttpRequest& request, std::string_view name) {
  const auto found = std::find_if(request.query.begin(), request.query.end(),
                                  [name](const auto& parameter) { return lower_case(parameter.first) == name; });
  return found == request.query.end() ? "" : found->second;
}

std::string take_transaction_uid(const HttpRequest& request, Json& data_set) {
  const std::string in_body = dicom::get_string(data_set, tag::kTransactionUid).value_or("");
  data_set.erase(tag::kTransactionUid);
  for (const char* name : {"transaction-uid", "transactionuid", "transaction"}) {
    const std::string uid = query_value(request, name);
    if (!uid.empty()) return uid;
  }
  for (const std::string& uid : {bare_uid(request), in_body}) {
    if (!uid.empty()) return uid;
  }
  return request.header("x-transaction-uid");
}

std::string created_uid(const HttpRequest& request, const Json& data_set) {
  for (const std::string& uid :
       {query_value(request, "workitem"), query_value(request, "affectedsopinstanceuid"), bare_uid(request)}) {
    if (!uid.empty()) return uid;
  }
  return dicom::get_string(data_set, tag::kSopInstanceUid).value_or("");
}

std::string requester_of(const HttpRequest& request, const std::string& in_path) {
  std::string requester = query_value(request, "requester");
  if (requester.empty()) requester = in_path;
  if (requester.empty()) return "ANONYMOUS";
  require_ae_title(requester, "The requester");
  return requester;
}

void require_ae_title(const std::string& title, const std::string& what) {
  constexpr std::size_t kLongest = 16;
  const bool is_valid =
      !title.empty() && title.size() <= kLongest && title.find_first_not_of(' ') != std::string::npos &&
      std::all_of(title.begin(), title.end(), [](char c) { return c >= ' ' && c <= '~' && c != '\\'; });
  if (!is_valid) {
    throw RefusedRequest(kBadRequest, what + " must be an AE title: 1 to 16 ASCII characters without backslash");
  }
}

void require_utf8(const HttpRequest& request) {
  const auto is_text = [](const auto& pair) { return dicom::is_utf8(pair.first) && dicom::is_utf8(pair.second); };
  const bool is_request_text = dicom::is_utf8(request.path) &&
                               std::all_of(request.query.begin(), request.query.end(), is_text) &&
                               std::all_of(request.headers.begin(), request.headers.end(), is_text);
  if (!is_request_text) throw RefusedRequest(400, "The path, the parameters and the headers must be UTF-8");
}

}  // namespace sonolist::plugin
