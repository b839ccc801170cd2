#include "plugin/ups_rs/subscription_request.h"

#include <algorithm>

#include "plugin/http/lower_case.h"
#include "plugin/http/request_target.h"
#include "plugin/ups_rs/refused_request.h"
#include "plugin/ups_rs/request_body.h"
#include "plugin/ups_rs/ups_request.h"

namespace sonolist::plugin {
namespace {

constexpr const char* kDeletionLock = "00741230";

bool parse_lock(const std::string& text) {
  const std::string word = lower_case(text);
  if (word == "true") return true;
  if (word == "false" || word.empty()) return false;
  throw RefusedRequest(kBadRequest, "The deletion lock must be true or false");
}

MatchKeys parse_filter(std::string filter) {
  std::replace(filter.begin(), filter.end(), ',', '&');
  const auto target = parse_request_target("/?" + filter);
  if (!target) throw RefusedRequest(kBadRequest, "The filter has a broken percent-encoding");
  return target->query;
}

std::string text_member(const Json& body, const char* name) {
  const auto found = body.find(name);
  if (found == body.end()) return "";
  if (found->is_boolean()) return found->get<bool>() ? "true" : "false";
  if (found->is_string()) return found->get<std::string>();
  throw RefusedRequest(kBadRequest, std::string("\"") + name + "\" in the body must be a text");
}

void add_body(const HttpRequest& request, SubscriptionRequest& result) {
  if (request.body.empty()) return;
  Json body = parse_shallow_json(request.body);
  if (body.is_array() && body.size() == 1) body = Json(body.front());
  if (!body.is_object()) {
    throw RefusedRequest(
        kBadRequest, "The body must be empty or {\"DeletionLock\": \"TRUE\", \"Filter\": \"key=value,...\"} in JSON");
  }
  const std::string lock = text_member(body, "DeletionLock");
  const auto attribute = dicom::get_string(body, kDeletionLock);
  if (!lock.empty() || attribute) result.deletion_lock = parse_lock(lock.empty() ? *attribute : lock);
  const std::string filter = text_member(body, "Filter");
  if (!filter.empty()) result.keys = parse_filter(filter);
}

}  // namespace

bool is_global(const std::string& workitem_uid) {
  return workitem_uid == kWorklistUid || workitem_uid == kFilteredWorklistUid;
}

SubscriptionRequest parse_subscription_request(const HttpRequest& request, const std::string& workitem_uid) {
  SubscriptionRequest result;
  add_body(request, result);
  for (const auto& [name, value] : request.query) {
    const std::string known = lower_case(name);
    if (known == "deletionlock") {
      result.deletion_lock = parse_lock(value);
    } else if (known == "filter") {
      const MatchKeys keys = parse_filter(value);
      result.keys.insert(result.keys.end(), keys.begin(), keys.end());
    } else if (known != "requester" && known != "accept" && known != "charset") {
      result.keys.emplace_back(name, value);
    }
  }
  const bool is_filtered = workitem_uid == kFilteredWorklistUid;
  if (is_filtered && result.keys.empty()) {
    throw RefusedRequest(kBadRequest, "A filtered subscription needs a filter: filter=key=value,...");
  }
  if (!is_filtered && !result.keys.empty()) {
    throw RefusedRequest(kBadRequest, std::string("Only a subscription to ") + kFilteredWorklistUid + " has a filter");
  }
  return result;
}

}  // namespace sonolist::plugin
