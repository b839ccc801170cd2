#include "plugin/ups_rs/ups_handler.h"

#include "dicom_sr/uid/deterministic_uid.h"
#include "dicom_sr/workitem/tags.h"
#include "plugin/ups_rs/answer_format.h"
#include "plugin/ups_rs/capabilities.h"
#include "plugin/ups_rs/claim_request.h"
#include "plugin/ups_rs/refused_request.h"
#include "plugin/ups_rs/request_body.h"
#include "plugin/ups_rs/subscription_request.h"
#include "plugin/ups_rs/ups_request.h"
#include "plugin/ups_rs/ups_response.h"

namespace sonolist::plugin {
namespace {

namespace tag = dicom::tag;

HttpResponse no_such_route(const RouteMatch& match) {
  if (match.allowed.empty()) {
    return error_response(404,
                          "The worklist has no such resource: see its capabilities (OPTIONS) or its OpenAPI document");
  }
  HttpResponse response = error_response(405, "This resource knows only " + match.allowed);
  response.headers.emplace_back("Allow", match.allowed);
  return response;
}

HttpResponse unknown_workitem() {
  return error_response(404, "The worklist has no workitem of this UID");
}

// Of the path; a parameter of the query or an attribute is named by its own check.
void require_uid(const std::string& uid) {
  if (!dicom::is_valid_uid(uid)) throw RefusedRequest(400, "The UID of the workitem in the path is not well-formed");
}

}  // namespace

HttpResponse UpsHandler::handle(const HttpRequest& request) const {
  try {
    require_utf8(request);
    const RouteMatch match =
        find_route(request.method, request.path.substr(std::min(root_.size(), request.path.size())));
    if (match.route == nullptr) return no_such_route(match);
    return answer(with_original_query(request), match);
  } catch (const RefusedRequest& refusal) {
    HttpResponse response = error_response(refusal.status(), refusal.what());
    if (refusal.status() == 415) response.headers.emplace_back("Accept", kReadableTypes);
    return response;
  } catch (const InvalidQuery& refusal) {
    return error_response(400, refusal.what());
  }
}

HttpResponse UpsHandler::answer(const HttpRequest& request, const RouteMatch& match) const {
  if (!match.workitem.empty()) require_uid(match.workitem);
  switch (match.route->operation) {
    case Operation::kSearch:
      return search(request);
    case Operation::kCreate:
      return create(request);
    case Operation::kCapabilities:
      return capabilities(request);
    case Operation::kRetrieve:
      return retrieve(request, match.workitem);
    case Operation::kUpdate:
      return update(request, match.workitem);
    case Operation::kChangeState:
      return change_state(request, match.workitem);
    case Operation::kRequestCancel:
      return request_cancel(request, match);
    case Operation::kSubscribe:
      return subscribe(request, match);
    case Operation::kUnsubscribe:
      return unsubscribe(match);
    case Operation::kSuspend:
      return suspend(match);
    case Operation::kClaim:
      return claim(request);
    case Operation::kOpenChannel:
      break;
  }
  return error_response(400, "This is an event channel: open it as a WebSocket on the listener of Sonolist");
}

HttpResponse UpsHandler::create(const HttpRequest& request) const {
  Json data_set = request_data_set(request);
  std::string uid = created_uid(request, data_set);
  if (uid.empty()) uid = dicom::random_uid();
  if (!dicom::is_valid_uid(uid)) throw RefusedRequest(400, "The UID of the workitem to create is not well-formed");
  dicom::set_string(data_set, tag::kSopInstanceUid, "UI", uid);
  const ServiceAnswer answer = service_.create(std::move(data_set));
  HttpResponse response = to_response(UpsTransaction::kCreate, answer, false, base_uri(request));
  if (response.status == 201) {
    const std::string location = base_uri(request) + "/" + uid;
    response.headers.emplace_back("Location", location);
    response.headers.emplace_back("Content-Location", location);
  }
  return response;
}

HttpResponse UpsHandler::search(const HttpRequest& request) const {
  negotiate(request, 1);  // refused before the worklist is searched
  const SearchQuery query = parse_search_query(request.query);
  const SearchAnswer found = service_.search(query);
  if (found.is_too_broad) {
    return error_response(kContentTooLarge,
                          "The search is too broad: add one of SOPInstanceUID, PatientID, AccessionNumber (of the "
                          "Referenced Request Sequence), StudyInstanceUID, ProcedureStepState, "
                          "ScheduledProcedureStepStartDateTime, WorklistLabel, ProcedureStepLabel");
  }
  HttpResponse response;
  response.status = 204;
  if (!found.items.empty()) {
    response = answer_workitems(found.items, negotiate(request, found.items.size()));
    if (found.remaining > 0) response.status = 206;
  }
  if (found.remaining > 0) {
    add_warning(response, base_uri(request),
                "There are " + std::to_string(found.remaining) + " additional results that can be requested");
  }
  if (query.asked_for_fuzzy_matching) {
    add_warning(response, base_uri(request),
                "The fuzzymatching parameter is not supported. Only literal matching has been performed.");
  }
  return response;
}

HttpResponse UpsHandler::retrieve(const HttpRequest& request, const std::string& uid) const {
  const AnswerFormat format = negotiate(request, 1);
  const auto item = service_.retrieve(uid);
  if (!item) return unknown_workitem();
  return answer_workitems({*item}, format);
}

HttpResponse UpsHandler::update(const HttpRequest& request, const std::string& uid) const {
  Json attributes = request_data_set(request);
  const std::string transaction_uid = take_transaction_uid(request, attributes);
  const ServiceAnswer answer = service_.update(uid, std::move(attributes), transaction_uid);
  return to_response(UpsTransaction::kUpdate, answer, !transaction_uid.empty(), base_uri(request));
}

HttpResponse UpsHandler::change_state(const HttpRequest& request, const std::string& uid) const {
  Json data_set = request_data_set(request);
  const std::string transaction_uid = take_transaction_uid(request, data_set);
  const auto requested = parse_step_state(dicom::get_string(data_set, tag::kProcedureStepState).value_or(""));
  if (!requested) {
    throw RefusedRequest(400, "ProcedureStepState (0074,1000) must be IN PROGRESS, COMPLETED or CANCELED");
  }
  const ServiceAnswer answer = service_.change_state(uid, *requested, transaction_uid);
  return to_response(UpsTransaction::kChangeState, answer, !transaction_uid.empty(), base_uri(request));
}

HttpResponse UpsHandler::request_cancel(const HttpRequest& request, const RouteMatch& match) const {
  const Json data_set = request.body.empty() ? Json::object() : request_data_set(request);
  const ServiceAnswer answer =
      service_.request_cancel(match.workitem, data_set, requester_of(request, match.requester));
  return to_response(UpsTransaction::kRequestCancel, answer, false, base_uri(request));
}

HttpResponse UpsHandler::claim(const HttpRequest& request) const {
  const AnswerFormat format = negotiate(request, 2);
  const std::vector<LazyDataSet> items = service_.claim_next(parse_claim_request(request));
  if (!items.empty()) return answer_workitems(items, format);
  HttpResponse response;
  response.status = 204;
  return response;
}

HttpResponse UpsHandler::subscribe(const HttpRequest& request, const RouteMatch& match) const {
  require_ae_title(match.ae_title, "The subscriber in the path");
  const SubscriptionRequest wanted = parse_subscription_request(request, match.workitem);
  if (is_global(match.workitem)) {
    subscriptions_.subscribe_globally(match.ae_title, wanted.deletion_lock, wanted.keys);
  } else if (!subscriptions_.subscribe(match.ae_title, match.workitem, wanted.deletion_lock)) {
    return unknown_workitem();
  }
  HttpResponse response;
  response.status = 201;
  const std::string channel = channel_url_ ? channel_url_(match.ae_title) : "";
  if (!channel.empty()) response.headers.emplace_back("Content-Location", channel);
  return response;
}

HttpResponse UpsHandler::unsubscribe(const RouteMatch& match) const {
  require_ae_title(match.ae_title, "The subscriber in the path");
  if (is_global(match.workitem)) {
    subscriptions_.unsubscribe_globally(match.ae_title);
  } else if (!subscriptions_.unsubscribe(match.ae_title, match.workitem)) {
    return unknown_workitem();
  }
  return {};
}

HttpResponse UpsHandler::suspend(const RouteMatch& match) const {
  require_ae_title(match.ae_title, "The subscriber in the path");
  if (!is_global(match.workitem)) throw RefusedRequest(400, "Only a global subscription can be suspended");
  subscriptions_.suspend(match.ae_title);
  return {};
}

HttpResponse UpsHandler::capabilities(const HttpRequest& request) const {
  HttpResponse response = answer_capabilities(request, base_uri(request));
  response.headers.emplace_back("Allow", find_route(HttpMethod::kOptions, "").allowed);
  return response;
}

// Absolute when the client said by which name it knows this server.
std::string UpsHandler::base_uri(const HttpRequest& request) const {
  const std::string host = request.header("host");
  if (host.empty()) return root_;
  const std::string scheme = request.header("x-forwarded-proto");
  return (scheme == "https" ? "https://" : "http://") + host + root_;
}

}  // namespace sonolist::plugin
