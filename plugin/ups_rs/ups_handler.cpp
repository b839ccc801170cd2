#include "plugin/ups_rs/ups_handler.h"

#include "dicom_sr/uid/deterministic_uid.h"
#include "dicom_sr/workitem/tags.h"
#include "plugin/ups_rs/ups_request.h"
#include "plugin/ups_rs/ups_response.h"

namespace sonolist::plugin {
namespace {

namespace tag = dicom::tag;

constexpr const char* kDicomJson = "application/dicom+json";

HttpResponse method_not_allowed(const std::string& allowed) {
  HttpResponse response = error_response(405, "This resource knows only " + allowed);
  response.headers.emplace_back("Allow", allowed);
  return response;
}

void require_uid(const std::string& uid) {
  if (!dicom::is_valid_uid(uid)) throw RefusedRequest(400, "The UID of the workitem in the path is not well-formed");
}

}  // namespace

HttpResponse UpsHandler::handle(const HttpRequest& request) const {
  try {
    require_utf8(request);
    return route(request, parse_ups_path(request.path.substr(std::min(root_.size(), request.path.size()))));
  } catch (const RefusedRequest& refusal) {
    HttpResponse response = error_response(refusal.status(), refusal.what());
    if (refusal.status() == 415) response.headers.emplace_back("Accept", kDicomJson);
    return response;
  } catch (const InvalidQuery& refusal) {
    return error_response(400, refusal.what());
  }
}

HttpResponse UpsHandler::route(const HttpRequest& request, const UpsPath& path) const {
  const HttpMethod method = request.method;
  if (path.uid.empty()) {
    if (method == HttpMethod::kGet) return search(request);
    return method == HttpMethod::kPost ? create(request) : method_not_allowed("GET, POST");
  }
  if (path.resource == "subscribers" || path.uid == "ws") {
    return error_response(501, "Subscriptions and the event channel are not supported yet: poll the search instead");
  }
  require_uid(path.uid);
  if (path.resource.empty()) {
    if (method == HttpMethod::kGet) return retrieve(request, path);
    return method == HttpMethod::kPost ? update(request, path) : method_not_allowed("GET, POST");
  }
  if (path.resource == "state")
    return method == HttpMethod::kPut ? change_state(request, path) : method_not_allowed("PUT");
  if (path.resource == "cancelrequest") {
    return method == HttpMethod::kPost ? request_cancel(request, path) : method_not_allowed("POST");
  }
  return error_response(404, "A workitem has no such resource: it has state, cancelrequest and subscribers");
}

HttpResponse UpsHandler::create(const HttpRequest& request) const {
  require_json_body(request);
  Json data_set = parse_data_set(request);
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
  require_json_answer(request);
  const SearchQuery query = parse_search_query(request.query);
  const SearchAnswer answer = service_.search(query);
  HttpResponse response;
  if (answer.items.empty()) {
    response.status = 204;
  } else {
    // 206 says that the server, not the client, cut the result short.
    response.status = answer.remaining > 0 && query.limit_is_ours ? 206 : 200;
    response.content_type = kDicomJson;
    response.body = Json(answer.items).dump();
  }
  if (answer.remaining > 0) {
    add_warning(response, base_uri(request),
                "There are " + std::to_string(answer.remaining) + " additional results that can be requested");
  }
  if (query.asked_for_fuzzy_matching) {
    add_warning(response, base_uri(request),
                "The fuzzymatching parameter is not supported. Only literal matching has been performed.");
  }
  return response;
}

HttpResponse UpsHandler::retrieve(const HttpRequest& request, const UpsPath& path) const {
  require_json_answer(request);
  const auto item = service_.retrieve(path.uid);
  if (!item) return error_response(404, "The worklist has no workitem of this UID");
  return {200, kDicomJson, {}, Json::array({*item}).dump()};
}

HttpResponse UpsHandler::update(const HttpRequest& request, const UpsPath& path) const {
  require_json_body(request);
  Json attributes = parse_data_set(request);
  const std::string transaction_uid = take_transaction_uid(request, attributes);
  const ServiceAnswer answer = service_.update(path.uid, attributes, transaction_uid);
  return to_response(UpsTransaction::kUpdate, answer, !transaction_uid.empty(), base_uri(request));
}

HttpResponse UpsHandler::change_state(const HttpRequest& request, const UpsPath& path) const {
  require_json_body(request);
  Json data_set = parse_data_set(request);
  const std::string transaction_uid = take_transaction_uid(request, data_set);
  const auto requested = parse_step_state(dicom::get_string(data_set, tag::kProcedureStepState).value_or(""));
  if (!requested) {
    throw RefusedRequest(400, "ProcedureStepState (0074,1000) must be IN PROGRESS, COMPLETED or CANCELED");
  }
  const ServiceAnswer answer = service_.change_state(path.uid, *requested, transaction_uid);
  return to_response(UpsTransaction::kChangeState, answer, !transaction_uid.empty(), base_uri(request));
}

HttpResponse UpsHandler::request_cancel(const HttpRequest& request, const UpsPath& path) const {
  Json data_set = Json::object();
  if (!request.body.empty()) {
    require_json_body(request);
    data_set = parse_data_set(request);
  }
  const ServiceAnswer answer = service_.request_cancel(path.uid, data_set, requester_of(request, path));
  return to_response(UpsTransaction::kRequestCancel, answer, false, base_uri(request));
}

// Absolute when the client said by which name it knows this server.
std::string UpsHandler::base_uri(const HttpRequest& request) const {
  const std::string host = request.header("host");
  if (host.empty()) return root_;
  const std::string scheme = request.header("x-forwarded-proto");
  return (scheme == "https" ? "https://" : "http://") + host + root_;
}

}  // namespace sonolist::plugin
