#include "plugin/administration/administration_handler.h"

#include <string_view>

#include "dicom_sr/workitem/tags.h"
#include "plugin/administration/administration_request.h"
#include "plugin/http/whole_number.h"
#include "plugin/worklist/cancellation.h"

namespace sonolist::plugin {
namespace {

using nlohmann::json;
namespace tag = dicom::tag;

constexpr std::string_view kRoot = "/sonolist";
constexpr std::size_t kMostRows = 1000;

std::optional<std::string> parameter(const HttpRequest& request, const std::string& name) {
  for (const auto& [key, value] : request.query) {
    if (key == name && !value.empty()) return value;
  }
  return std::nullopt;
}

std::size_t limit_of(const HttpRequest& request) {
  const auto limit = parse_whole_number(parameter(request, "limit").value_or("100"));
  if (limit.value_or(0) == 0) throw InvalidAdministrationRequest("limit must be a whole number above zero");
  return std::min(static_cast<std::size_t>(*limit), kMostRows);
}

json to_json(const Workitem& dead) {
  const Json& progress = progress_item(dead.item);
  return {{"uid", dead.uid()},
          {"model", dead.model()},
          {"label", dicom::get_string(dead.item, tag::kProcedureStepLabel).value_or("")},
          {"attempt", dead.attempt()},
          {"sourceSopInstanceUid", dead.source_sop_uid()},
          {"class", discontinuation_class(dead.item)},
          {"reason", dicom::get_string(progress, tag::kReasonForCancellation).value_or("")},
          {"canceled", dicom::get_string(progress, tag::kProcedureStepCancellationDateTime).value_or("")}};
}

json to_json(const ReprocessJob& job) {
  return {{"id", job.id},         {"description", job.description}, {"created", format_date_time(job.created)},
          {"images", job.images}, {"waiting", job.waiting},         {"queued", job.queued}};
}

// A form of another site can send a POST with the credentials of the browser, but not with this type.
bool is_json(const HttpRequest& request) {
  return request.header("content-type").rfind("application/json", 0) == 0;
}

}  // namespace

std::optional<HttpResponse> AdministrationHandler::handle(const HttpRequest& request) const {
  const std::string_view path = request.path;
  if (path.substr(0, kRoot.size()) != kRoot) return std::nullopt;
  const AdministrationRouteMatch match = find_administration_route(request.method, path.substr(kRoot.size()));
  if (!match.is_ours) return std::nullopt;
  if (match.route == nullptr) return error_response(405, "This resource does not know this method");
  if (request.method == HttpMethod::kPost && !is_json(request)) {
    return error_response(415, "Send the header Content-Type: application/json");
  }
  try {
    return answer(match, request);
  } catch (const InvalidAdministrationRequest& error) {
    return error_response(400, error.what());
  } catch (const ImageSourceError& error) {
    return error_response(502, error.what());
  }
}

HttpResponse AdministrationHandler::answer(const AdministrationRouteMatch& match, const HttpRequest& request) const {
  switch (match.route->resource) {
    case AdministrationResource::kDeadLetters:
      return dead_letters(request);
    case AdministrationResource::kRequeue:
      return requeue(request);
    case AdministrationResource::kPaused:
      return paused();
    case AdministrationResource::kPause:
      return set_paused(request, true);
    case AdministrationResource::kResume:
      return set_paused(request, false);
    case AdministrationResource::kJobs:
      return jobs();
    case AdministrationResource::kReprocess:
      return reprocess(parse_reprocess(request.body));
    case AdministrationResource::kCancelJob:
      return cancel_job(parse_whole_number(match.parameters.front()).value_or(0));
    case AdministrationResource::kProcess:
      break;
  }
  const std::string_view below_root = match.route->path.substr(1);
  const std::string level(below_root.substr(0, below_root.find('/')));
  return process(level, match.parameters.front(), request.body);
}

HttpResponse AdministrationHandler::dead_letters(const HttpRequest& request) const {
  DeadLetterFilter filter;
  filter.model = parameter(request, "model");
  filter.reason = parameter(request, "reason");
  filter.study_instance_uid = parameter(request, "study");
  json rows = json::array();
  for (const Workitem& dead : service_.dead_letters(filter, limit_of(request))) rows.push_back(to_json(dead));
  return json_response(200, rows);
}

HttpResponse AdministrationHandler::requeue(const HttpRequest& request) const {
  return json_response(200, {{"requeued", service_.requeue(parse_requeue(request.body))}});
}

HttpResponse AdministrationHandler::set_paused(const HttpRequest& request, bool is_paused) const {
  service_.set_paused(parse_model(request.body), is_paused);
  return paused();
}

HttpResponse AdministrationHandler::paused() const {
  const std::set<std::string> models = service_.paused_models();
  json named = json::array();
  for (const std::string& model : models) {
    if (!model.empty()) named.push_back(model);
  }
  return json_response(200, {{"all", models.count("") != 0}, {"models", named}});
}

HttpResponse AdministrationHandler::reprocess(const ReprocessRequest& request) const {
  const auto job = service_.reprocess(request);
  if (!job) return error_response(404, "The PACS has no such image");
  return json_response(202, to_json(*job));
}

HttpResponse AdministrationHandler::process(const std::string& level, const std::string& orthanc_id,
                                            const std::string& body) const {
  ReprocessRequest request;
  request.level = level;
  request.orthanc_id = orthanc_id;
  parse_pace(body, request);
  return reprocess(request);
}

HttpResponse AdministrationHandler::cancel_job(std::int64_t id) const {
  if (!service_.cancel_reprocess(id)) return error_response(404, "There is no such job");
  return json_response(200, json::object());
}

HttpResponse AdministrationHandler::jobs() const {
  json rows = json::array();
  for (const ReprocessJob& job : service_.reprocess_jobs(kMostRows)) rows.push_back(to_json(job));
  return json_response(200, rows);
}

}  // namespace sonolist::plugin
