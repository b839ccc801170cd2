#include "plugin/audit/audit_handler.h"

#include <limits>
#include <set>

#include "dicom_sr/json/base64.h"
#include "plugin/audit/aggregate.h"
#include "plugin/audit/audit_routes.h"
#include "plugin/audit/audit_time.h"
#include "plugin/audit/coverage.h"
#include "plugin/audit/drift_report.h"
#include "plugin/audit/fhir_audit_events.h"
#include "plugin/audit/result_format.h"
#include "plugin/audit/sql/access_log.h"
#include "plugin/audit/sql/result_pages.h"
#include "plugin/audit/versions.h"
#include "plugin/http/media_type.h"
#include "plugin/ups_rs/routes.h"

namespace sonolist::plugin {

namespace {

using nlohmann::ordered_json;

constexpr std::string_view kAuditRoot = "/sonolist/audit";
constexpr std::int64_t kUsualPage = 100;
constexpr std::int64_t kLargestPage = 10'000;

HttpResponse json_answer(const ordered_json& body, int status = 200) {
  return {status, "application/json", {{"Cache-Control", "no-store"}}, body.dump()};
}

// The server has checked the password; here it is only asked who that was.
std::string user_of(const HttpRequest& request) {
  constexpr std::string_view kBasic = "Basic ";
  const std::string authorization = request.header("authorization");
  if (authorization.compare(0, kBasic.size(), kBasic) != 0) return "";
  const auto bytes = dicom::from_base64(authorization.substr(kBasic.size()));
  if (!bytes) return "";
  const std::string text(bytes->begin(), bytes->end());
  return text.substr(0, text.find(':'));
}

std::string query_text(const HttpRequest& request) {
  std::string text;
  for (const auto& [name, value] : request.query) text += (text.empty() ? "" : "&") + name + "=" + value;
  return text;
}

// Throws InvalidAuditQuery.
void require_known(const QueryParameters& query, const std::set<std::string>& known) {
  for (const auto& [name, value] : query) {
    if (known.count(name) == 0)
      throw InvalidAuditQuery("There is no parameter \"" + name + "\" here: docs/audit.md has the list");
  }
}

enum class Format { kJson, kNdjson, kCsv };

Format format_of(const HttpRequest& request) {
  const auto named = query_value(request.query, "format");
  if (named == "json") return Format::kJson;
  if (named == "ndjson") return Format::kNdjson;
  if (named == "csv") return Format::kCsv;
  if (named) throw InvalidAuditQuery("format must be json, ndjson or csv, not \"" + *named + "\"");
  for (const MediaType& type : parse_media_types(request.header("accept"))) {
    if (type.name == "application/x-ndjson") return Format::kNdjson;
    if (type.name == "text/csv") return Format::kCsv;
    if (type.name == "application/json") return Format::kJson;
  }
  return Format::kJson;
}

// What all pages of one query have in common.
std::string query_identity(const HttpRequest& request) {
  std::string text;
  for (const auto& [name, value] : request.query) {
    if (name != "cursor" && name != "limit" && name != "format") text += name + "=" + value + "\n";
  }
  return text;
}

PageRequest parse_page(const HttpRequest& request) {
  PageRequest page;
  page.filter = parse_audit_filter(request.query, {"sort", "limit", "cursor", "format"});
  const std::string sort = query_value(request.query, "sort").value_or("-time");
  if (sort != "-time" && sort != "time") throw InvalidAuditQuery("sort must be time or -time, not \"" + sort + "\"");
  page.newest_first = sort == "-time";
  page.limit = static_cast<std::size_t>(whole_parameter(request.query, "limit", kUsualPage, 1, kLargestPage));
  if (const auto cursor = query_value(request.query, "cursor")) {
    page.after = parse_cursor(*cursor, query_identity(request));
    if (!page.after) throw InvalidAuditQuery("cursor is not of a page of this query: begin without one");
  }
  return page;
}

}  // namespace

std::optional<HttpResponse> AuditHandler::handle(const HttpRequest& request) const {
  const std::string_view path = request.path;
  if (path.substr(0, kAuditRoot.size()) != kAuditRoot ||
      (path.size() > kAuditRoot.size() && path[kAuditRoot.size()] != '/')) {
    return std::nullopt;
  }
  HttpResponse response = answer(request, path.substr(kAuditRoot.size()));
  const Access access{user_of(request), std::string(to_string(request.method)), request.path, query_text(request),
                      response.status};
  const TimePoint now = clock_();
  const LoggedRow row = record_access(database_, access, now);
  if (observer_ != nullptr) observer_->accessed({access, now, row});
  return response;
}

HttpResponse AuditHandler::answer(const HttpRequest& request, std::string_view below_root) const {
  const AuditRouteMatch match = find_audit_route(request.method, below_root);
  if (match.route == nullptr && match.allowed.empty()) {
    return error_response(404, "There is no such resource: docs/audit.md lists those below " + std::string(kAuditRoot));
  }
  if (request.method == HttpMethod::kOptions) return {204, "", {{"Allow", match.allowed + ", OPTIONS"}}, ""};
  if (match.route == nullptr) {
    HttpResponse response = error_response(405, "This resource knows " + match.allowed);
    response.headers.emplace_back("Allow", match.allowed);
    return response;
  }
  try {
    if (!match.route->takes_parameters) require_known(request.query, {});
    return answer(match, request);
  } catch (const InvalidAuditQuery& error) {
    return error_response(400, error.what());
  }
}

HttpResponse AuditHandler::answer(const AuditRouteMatch& match, const HttpRequest& request) const {
  switch (match.route->resource) {
    case AuditResource::kResults:
      return results(request);
    case AuditResource::kAggregate:
      return aggregate(request);
    case AuditResource::kDrift:
      return drift(request);
    case AuditResource::kVersions:
      return versions(request);
    case AuditResource::kCoverage:
      return coverage(request);
    case AuditResource::kTrace:
      return trace(match.parameter);
    case AuditResource::kValues:
      return json_answer(database_.read_snapshot([](SqlSession& session) { return filter_values(session); }));
    case AuditResource::kVerify:
      return verify();
    case AuditResource::kAccesses:
      return accesses(request);
    case AuditResource::kAuditEvents:
      return audit_events(request);
    case AuditResource::kReindexProgress:
      return reindex_progress();
    case AuditResource::kReindex:
      break;
  }
  return begin_reindex();
}

HttpResponse AuditHandler::results(const HttpRequest& request) const {
  const PageRequest page_request = parse_page(request);
  const Format format = format_of(request);
  return database_.read_snapshot([&](SqlSession& session) {
    const AuditWords words = read_words(session, page_request.filter);
    const ResultPage page = read_page(session, page_request, words);
    const std::string next = page.next ? format_cursor(*page.next, query_identity(request)) : "";
    ResultFormat write(words);
    HttpResponse response{200, "application/json", {{"Cache-Control", "no-store"}}, ""};
    if (format == Format::kJson) {
      response.body = write.json_page(page.rows, next);
      return response;
    }
    const bool is_csv = format == Format::kCsv;
    response.content_type = is_csv ? "text/csv; charset=utf-8" : "application/x-ndjson";
    response.body = is_csv ? write.csv(page.rows) : write.ndjson(page.rows);
    if (!next.empty()) response.headers.emplace_back("X-Next-Cursor", next);
    return response;
  });
}

HttpResponse AuditHandler::aggregate(const HttpRequest& request) const {
  const AggregateRequest parsed = parse_aggregate(request.query);
  return json_answer(database_.read_snapshot([&](SqlSession& session) { return plugin::aggregate(session, parsed); }));
}

HttpResponse AuditHandler::drift(const HttpRequest& request) const {
  const DriftRequest parsed = parse_drift(request.query);
  return json_answer(drift_report(database_, parsed));
}

HttpResponse AuditHandler::versions(const HttpRequest& request) const {
  const VersionsRequest parsed = parse_versions(request.query);
  return json_answer(database_.read_snapshot([&](SqlSession& session) { return plugin::versions(session, parsed); }));
}

HttpResponse AuditHandler::coverage(const HttpRequest& request) const {
  require_known(request.query, {"from", "to"});
  const AuditFilter filter = parse_audit_filter(request.query, {});
  return json_answer(database_.read_snapshot([&](SqlSession& session) { return plugin::coverage(session, filter); }));
}

HttpResponse AuditHandler::trace(const std::string& uid) const {
  const auto found = database_.read_snapshot([&](SqlSession& session) { return plugin::trace(session, uid); });
  return found ? json_answer(*found) : error_response(404, "Neither worklist nor index knows " + uid);
}

HttpResponse AuditHandler::verify() const {
  const ordered_json answer = database_.read_snapshot([](SqlSession& session) { return verify_logs(session); });
  const ordered_json& broken = answer.at("broken");
  if (observer_ != nullptr && !broken.is_null()) {
    observer_->found_broken({broken.at("log"), broken.at("id"), broken.at("reason")}, clock_());
  }
  return json_answer(answer);
}

HttpResponse AuditHandler::accesses(const HttpRequest& request) const {
  constexpr auto kLast = std::numeric_limits<std::int64_t>::max();
  require_known(request.query, {"limit", "before"});
  const std::int64_t limit = whole_parameter(request.query, "limit", kUsualPage, 1, kLargestPage);
  const std::int64_t before = whole_parameter(request.query, "before", kLast, 1, kLast);
  return json_answer(
      database_.read_snapshot([&](SqlSession& session) { return read_accesses(session, before, limit); }));
}

HttpResponse AuditHandler::audit_events(const HttpRequest& request) const {
  require_known(request.query, {"from", "to"});
  const AuditFilter filter = parse_audit_filter(request.query, {});
  HttpResponse response =
      json_answer(database_.read_snapshot([&](SqlSession& session) { return fhir_audit_events(session, filter); }));
  response.content_type = "application/fhir+json";
  return response;
}

HttpResponse AuditHandler::reindex_progress() const {
  const ReindexProgress progress = reindexing_.reindex_progress();
  const auto time = [](const std::optional<TimePoint>& moment) {
    return moment ? ordered_json(iso_time(*moment)) : ordered_json();
  };
  double rate = 0;
  if (progress.started) {
    const TimePoint end = progress.finished ? *progress.finished : clock_();
    const double seconds = std::chrono::duration<double>(end - *progress.started).count();
    if (seconds > 0) rate = static_cast<double>(progress.done) / seconds;
  }
  return json_answer({{"running", progress.running},
                      {"done", progress.done},
                      {"total", progress.total},
                      {"perSecond", rate},
                      {"started", time(progress.started)},
                      {"finished", time(progress.finished)},
                      {"failures", progress.failures}});
}

HttpResponse AuditHandler::begin_reindex() const {
  reindexing_.request_reindex();
  HttpResponse response = reindex_progress();
  response.status = 202;
  return response;
}

}  // namespace sonolist::plugin
