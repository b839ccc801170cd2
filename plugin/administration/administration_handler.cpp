#include "plugin/administration/administration_handler.h"

#include <charconv>
#include <regex>

#include "dicom_sr/workitem/tags.h"
#include "plugin/administration/administration_request.h"
#include "plugin/worklist/cancellation.h"

namespace sonolist::plugin {
namespace {

using nlohmann::json;
namespace tag = dicom::tag;

constexpr std::size_t kMaximumRows = 1000;

std::optional<std::string> parameter(const HttpRequest& request, const std::string& name) {
  for (const auto& [key, value] : request.query) {
    if (key == name && !value.empty()) return value;
  }
  return std::nullopt;
}

std::size_t limit_of(const HttpRequest& request) {
  const std::string text = parameter(request, "limit").value_or("100");
  std::size_t limit = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), limit);
  if (result.ec != std::errc() || result.ptr != text.data() + text.size() || limit == 0) {
    throw InvalidAdministrationRequest("limit must be a whole number above zero");
  }
  return std::min(limit, kMaximumRows);
}

json to_json(const Workitem& dead) {
  const auto progress = dicom::get_items(dead.item, tag::kProcedureStepProgressInformationSequence);
  const Json first = progress.empty() ? Json::object() : progress.front();
  return {{"uid", dead.uid()},
          {"model", dead.model()},
          {"label", dicom::get_string(dead.item, tag::kProcedureStepLabel).value_or("")},
          {"attempt", dead.attempt()},
          {"sourceSopInstanceUid", dead.source_sop_uid()},
          {"class", discontinuation_class(dead.item)},
          {"reason", dicom::get_string(first, tag::kReasonForCancellation).value_or("")},
          {"canceled", dicom::get_string(first, tag::kProcedureStepCancellationDateTime).value_or("")}};
}

json to_json(const ReprocessJob& job) {
  return {{"id", job.id},         {"description", job.description}, {"created", format_date_time(job.created)},
          {"images", job.images}, {"waiting", job.waiting},         {"queued", job.queued}};
}

// A form of another site can send a POST with the credentials of the browser, but not with this type.
bool is_json(const HttpRequest& request) {
  return request.header("content-type").rfind("application/json", 0) == 0;
}

HttpResponse method_not_allowed(const std::string& allowed) {
  HttpResponse response = error_response(405, "This resource knows only " + allowed);
  response.headers.emplace_back("Allow", allowed);
  return response;
}

}  // namespace

std::optional<HttpResponse> AdministrationHandler::handle(const HttpRequest& request) const {
  static const std::regex kProcess("/sonolist/(studies|series|instances)/([^/]+)/process");
  static const std::regex kJob("/sonolist/reprocess/([0-9]{1,18})");
  const bool is_get = request.method == HttpMethod::kGet;
  const bool is_post = request.method == HttpMethod::kPost;
  if (is_post && !is_json(request)) return error_response(415, "Send the header Content-Type: application/json");
  std::smatch match;
  try {
    if (request.path == "/sonolist/dead-letters") return is_get ? dead_letters(request) : method_not_allowed("GET");
    if (request.path == "/sonolist/requeue") return is_post ? requeue(request) : method_not_allowed("POST");
    if (request.path == "/sonolist/paused") return is_get ? paused() : method_not_allowed("GET");
    if (request.path == "/sonolist/pause") return is_post ? set_paused(request, true) : method_not_allowed("POST");
    if (request.path == "/sonolist/resume") return is_post ? set_paused(request, false) : method_not_allowed("POST");
    if (request.path == "/sonolist/reprocess") {
      if (is_get) return jobs();
      return is_post ? reprocess(parse_reprocess(request.body)) : method_not_allowed("GET, POST");
    }
    if (std::regex_match(request.path, match, kProcess)) {
      if (!is_post) return method_not_allowed("POST");
      ReprocessRequest wanted;
      wanted.level = match[1];
      wanted.orthanc_id = match[2];
      parse_pace(request.body, wanted);
      return reprocess(wanted);
    }
    if (std::regex_match(request.path, match, kJob)) {
      if (request.method != HttpMethod::kDelete) return method_not_allowed("DELETE");
      if (!service_.cancel_reprocess(std::stoll(match[1]))) return error_response(404, "There is no such job");
      return json_response(200, json::object());
    }
    return std::nullopt;
  } catch (const InvalidAdministrationRequest& error) {
    return error_response(400, error.what());
  } catch (const ImageSourceError& error) {
    return error_response(502, error.what());
  }
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

HttpResponse AdministrationHandler::jobs() const {
  json rows = json::array();
  for (const ReprocessJob& job : service_.reprocess_jobs(kMaximumRows)) rows.push_back(to_json(job));
  return json_response(200, rows);
}

}  // namespace sonolist::plugin
