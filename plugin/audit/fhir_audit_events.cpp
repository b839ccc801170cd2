#include "plugin/audit/fhir_audit_events.h"

#include "dicom_sr/json/dicom_json.h"
#include "dicom_sr/workitem/tags.h"
#include "plugin/audit/audit_time.h"
#include "plugin/audit/sql/filter_conditions.h"
#include "plugin/worklist/workitem.h"

namespace sonolist::plugin {
namespace {

using nlohmann::ordered_json;

constexpr const char* kEventTypes = "http://terminology.hl7.org/CodeSystem/audit-event-type";
constexpr const char* kRestActions = "http://hl7.org/fhir/restful-interaction";
constexpr const char* kDicom = "http://dicom.nema.org/resources/ontology/DCM";
constexpr std::int64_t kMostOfEach = 10'000;
constexpr int kFirstFailureStatus = 400;
constexpr int kFirstServerFailureStatus = 500;

ordered_json coding(const char* system, const std::string& code, const std::string& display) {
  return {{"system", system}, {"code", code}, {"display", display}};
}

ordered_json observer() {
  return {{"observer", {{"display", "Sonolist"}}}};
}

// R4 value set audit-event-outcome: 0 success, 4 minor failure (the request), 8 serious failure (the server).
std::string outcome_of(std::int64_t status) {
  if (status >= kFirstServerFailureStatus) return "8";
  return status >= kFirstFailureStatus ? "4" : "0";
}

ordered_json access_event(const SqlRows& row) {
  const std::string user = row.text(2);
  const std::string query = row.text(5);
  const bool changes = row.text(3) != "GET";
  return {{"resourceType", "AuditEvent"},
          {"id", "access-" + std::to_string(row.integer(0))},
          {"type", coding(kEventTypes, "rest", "RESTful Operation")},
          {"subtype", {coding(kRestActions, changes ? "operation" : "search", changes ? "operation" : "search")}},
          {"action", changes ? "E" : "R"},
          {"recorded", iso_time(from_microseconds(row.integer(1)))},
          {"outcome", outcome_of(row.integer(6))},
          {"agent", {{{"altId", user.empty() ? "unknown" : user}, {"requestor", true}}}},
          {"source", observer()},
          {"entity", {{{"name", row.text(4)}, {"description", query.empty() ? "no parameters" : query}}}}};
}

// DCM 110100 Application Activity has no term for a step; 110106 and 110107 (export, import) would say something else.
ordered_json step_event(const SqlRows& row, const std::string& state) {
  return {{"resourceType", "AuditEvent"},
          {"id", "event-" + std::to_string(row.integer(0))},
          {"type", coding(kDicom, "110100", "Application Activity")},
          {"action", "E"},
          {"recorded", iso_time(from_microseconds(row.integer(1)))},
          {"outcome", state == "CANCELED" ? "4" : "0"},
          {"outcomeDesc", "Procedure step is " + state},
          {"agent", {{{"altId", "sonolist-worklist"}, {"requestor", false}}}},
          {"source", observer()},
          {"entity",
           {{{"what", {{"identifier", {{"system", "urn:dicom:uid"}, {"value", "urn:oid:" + row.text(2)}}}}},
             {"name", "Unified Procedure Step"}}}}};
}

void add_entry(ordered_json& entries, ordered_json resource) {
  entries.push_back({{"resource", std::move(resource)}});
}

std::unique_ptr<SqlRows> rows_of(SqlSession& session, Statement& statement) {
  statement << " ORDER BY id LIMIT " + statement.value(kMostOfEach + 1);
  return session.search(statement.sql(), statement.values());
}

// A part of a log that does not say so would be taken for the whole.
void require_few(std::int64_t number) {
  if (number <= kMostOfEach) return;
  throw InvalidAuditQuery("There are more than " + std::to_string(kMostOfEach) +
                          " events between these times: narrow from and to");
}

void add_accesses(SqlSession& session, const AuditFilter& filter, ordered_json& entries) {
  Statement statement;
  statement << "SELECT id, created_us, user_name, method, path, query, status FROM access WHERE 1 = 1";
  add_time(statement, filter, "created_us");
  const auto rows = rows_of(session, statement);
  for (std::int64_t number = 1; rows->next(); ++number) {
    require_few(number);
    add_entry(entries, access_event(*rows));
  }
}

void add_steps(SqlSession& session, const AuditFilter& filter, ordered_json& entries) {
  Statement statement;
  statement << "SELECT id, created_us, uid, json FROM event WHERE type = " +
                   statement.value(static_cast<int>(WorkitemEvent::Type::kStateReport));
  add_time(statement, filter, "created_us");
  const auto rows = rows_of(session, statement);
  for (std::int64_t number = 1; rows->next(); ++number) {
    require_few(number);
    const dicom::Json content = dicom::Json::parse(rows->text(3));
    const std::string state = dicom::get_string(content, dicom::tag::kProcedureStepState).value_or("");
    if (state != "SCHEDULED") add_entry(entries, step_event(*rows, state));
  }
}

}  // namespace

ordered_json fhir_audit_events(SqlSession& session, const AuditFilter& filter) {
  ordered_json entries = ordered_json::array();
  add_accesses(session, filter, entries);
  add_steps(session, filter, entries);
  return {{"resourceType", "Bundle"}, {"type", "collection"}, {"entry", std::move(entries)}};
}

}  // namespace sonolist::plugin
