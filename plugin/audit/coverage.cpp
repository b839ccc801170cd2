#include "plugin/audit/coverage.h"

#include "dicom_sr/json/dicom_json.h"
#include "dicom_sr/workitem/tags.h"
#include "plugin/audit/audit_time.h"
#include "plugin/audit/sql/filter_conditions.h"
#include "plugin/worklist/cancellation.h"
#include "plugin/worklist/processing_parameters.h"
#include "plugin/worklist/sql/workitem_rows.h"

namespace sonolist::plugin {
namespace {

using nlohmann::ordered_json;

std::string time_of(std::int64_t microseconds) {
  return iso_time(from_microseconds(microseconds));
}

// How the intake names the rules that selected an image: "Rule a, rule b".
constexpr std::string_view kRulePrefix = "rule ";

std::vector<std::string> rules_of(const std::string& reason) {
  std::vector<std::string> rules;
  std::size_t begin = 0;
  while (begin < reason.size()) {
    const std::size_t end = std::min(reason.find(", rule ", begin), reason.size());
    const std::string part = reason.substr(begin, end - begin);
    // Only the first begins with a capital letter. A comparison with a person's segmentation is of no rule.
    const bool is_rule =
        part.size() > kRulePrefix.size() && part.compare(1, kRulePrefix.size() - 1, kRulePrefix.substr(1)) == 0;
    if (is_rule) rules.push_back(part.substr(kRulePrefix.size()));
    begin = end + 2;
  }
  return rules;
}

struct Coverage {
  std::int64_t eligible = 0, waiting = 0, running = 0, completed = 0, canceled = 0;
};

void count_state(Coverage& coverage, const std::string& state, std::int64_t number) {
  if (state == "SCHEDULED") coverage.waiting += number;
  if (state == "IN PROGRESS") coverage.running += number;
  if (state == "COMPLETED") coverage.completed += number;
  if (state == "CANCELED") coverage.canceled += number;
}

// The last step of each image and model tells: those that it replaced are its attempts.
Statement steps_by_reason(const AuditFilter& filter) {
  Statement statement;
  statement << "SELECT i.reason, w.state, COUNT(*) FROM image AS i JOIN workitem AS w ON w.source_sop_uid = i.sop_uid "
               "WHERE i.outcome = 'queued' AND i.sop_uid <> '' AND NOT EXISTS "
               "(SELECT 1 FROM workitem AS later WHERE later.replaces_uid = w.uid)";
  add_time(statement, filter, "i.seen_us");
  statement << " GROUP BY i.reason, w.state";
  return statement;
}

ordered_json event_json(const SqlRows& row) {
  const dicom::Json content = dicom::Json::parse(row.text(3));
  return {{"id", row.integer(0)},
          {"time", time_of(row.integer(1))},
          {"type", row.integer(2)},
          {"state", dicom::get_string(content, dicom::tag::kProcedureStepState).value_or("")},
          {"hash", row.text(4)}};
}

ordered_json events_of(SqlSession& session, const std::string& uid) {
  const auto rows =
      session.query("SELECT id, created_us, type, json, hash FROM event WHERE uid = ?1 ORDER BY id", {uid});
  ordered_json events = ordered_json::array();
  while (rows->next()) events.push_back(event_json(*rows));
  return events;
}

ordered_json step_json(SqlSession& session, const Workitem& step) {
  return {{"uid", step.uid()},
          {"state", to_string(step.state)},
          {"model", step.model()},
          {"modelVersion", parameter_text(step.item, "MODELVERSION")},
          {"attempt", step.attempt()},
          {"replaces", step.replaces_uid()},
          {"reason", dicom::get_string(progress_item(step.item), dicom::tag::kReasonForCancellation).value_or("")},
          {"events", events_of(session, step.uid())}};
}

// The image to which an object of any kind belongs.
std::string image_of(SqlSession& session, const std::string& uid) {
  // A segmentation is an object of the PACS like an image, and a comparison is a step of the segmentation that it
  // judges.
  for (const char* sql : {"SELECT source_sop_uid FROM segmentation WHERE sop_uid = ?1 LIMIT 1",
                          "SELECT s.source_sop_uid FROM workitem AS w JOIN segmentation AS s "
                          "ON s.sop_uid = w.source_sop_uid WHERE w.uid = ?1 LIMIT 1",
                          "SELECT sop_uid FROM image WHERE sop_uid = ?1 AND outcome = 'queued' LIMIT 1",
                          "SELECT source_sop_uid FROM audit_record WHERE sop_uid = ?1 LIMIT 1",
                          "SELECT source_sop_uid FROM workitem WHERE uid = ?1 LIMIT 1",
                          "SELECT source_sop_uid FROM audit_record WHERE source_sop_uid = ?1 LIMIT 1",
                          "SELECT source_sop_uid FROM audit_deletion WHERE sop_uid = ?1 OR source_sop_uid = ?1 LIMIT 1",
                          "SELECT sop_uid FROM image WHERE sop_uid = ?1 LIMIT 1"}) {
    const auto row = session.query(sql, {uid});
    if (row->next() && !row->text(0).empty()) return row->text(0);
  }
  return "";
}

ordered_json image_json(SqlSession& session, const std::string& image) {
  const auto row = session.query(
      "SELECT orthanc_id, outcome, reason, seen_us FROM image WHERE sop_uid = ?1 ORDER BY id DESC LIMIT 1", {image});
  if (!row->next()) return {{"sopInstanceUid", image}, {"outcome", "unknown"}};
  return {{"sopInstanceUid", image},
          {"id", row->text(0)},
          {"outcome", row->text(1)},
          {"reason", row->text(2)},
          {"seen", time_of(row->integer(3))}};
}

ordered_json records_of(SqlSession& session, const std::string& image, const std::string& kind) {
  const auto rows = session.query(
      "SELECT r.kind, r.sop_uid, r.sha256, r.time_us, a.model, a.model_version, a.weights FROM audit_record AS r "
      "JOIN audit_algorithm AS a ON a.id = r.algorithm_id WHERE r.source_sop_uid = ?1 AND r.kind = ?2 "
      "ORDER BY r.time_us, r.sop_uid",
      {image, kind});
  ordered_json records = ordered_json::array();
  while (rows->next()) {
    records.push_back({{"kind", rows->text(0)},
                       {"sopInstanceUid", rows->text(1)},
                       {"sha256", rows->text(2)},
                       {"time", time_of(rows->integer(3))},
                       {"model", rows->text(4)},
                       {"modelVersion", rows->text(5)},
                       {"weights", rows->text(6)},
                       {"indexed", true}});
  }
  return records;
}

void add_segmentations(SqlSession& session, const std::string& image, ordered_json& outputs) {
  const auto rows =
      session.query("SELECT sop_uid, is_ours FROM segmentation WHERE source_sop_uid = ?1 ORDER BY sop_uid", {image});
  while (rows->next()) {
    outputs.push_back({{"kind", rows->integer(1) != 0 ? "segmentation" : "segmentation by a person"},
                       {"sopInstanceUid", rows->text(0)},
                       {"sha256", ""},
                       {"indexed", false}});
  }
}

ordered_json deletions_of(SqlSession& session, const std::string& image) {
  const auto rows = session.query(
      "SELECT created_us, kind, sop_uid FROM audit_deletion WHERE source_sop_uid = ?1 OR sop_uid = ?1 ORDER BY id",
      {image});
  ordered_json deletions = ordered_json::array();
  while (rows->next()) {
    deletions.push_back(
        {{"time", time_of(rows->integer(0))}, {"kind", rows->text(1)}, {"sopInstanceUid", rows->text(2)}});
  }
  return deletions;
}

}  // namespace

ordered_json coverage(SqlSession& session, const AuditFilter& filter) {
  Statement images;
  images << "SELECT outcome, reason, COUNT(*) FROM image WHERE 1 = 1";
  add_time(images, filter, "seen_us");
  images << " GROUP BY outcome, reason ORDER BY outcome, reason";
  std::map<std::string, std::int64_t> outcomes{{"queued", 0}, {"skipped", 0}, {"deleted", 0}, {"failed", 0}};
  std::map<std::string, Coverage> rules;
  ordered_json reasons = ordered_json::array();
  {
    const auto rows = session.search(images.sql(), images.values());
    while (rows->next()) {
      outcomes[rows->text(0)] += rows->integer(2);
      reasons.push_back({{"outcome", rows->text(0)}, {"reason", rows->text(1)}, {"count", rows->integer(2)}});
      if (rows->text(0) != "queued") continue;
      for (const std::string& rule : rules_of(rows->text(1))) rules[rule].eligible += rows->integer(2);
    }
  }
  const Statement steps = steps_by_reason(filter);
  {
    const auto rows = session.search(steps.sql(), steps.values());
    while (rows->next()) {
      for (const std::string& rule : rules_of(rows->text(0))) count_state(rules[rule], rows->text(1), rows->integer(2));
    }
  }
  ordered_json list = ordered_json::array();
  for (const auto& [rule, counts] : rules) {
    list.push_back({{"rule", rule},
                    {"eligible", counts.eligible},
                    {"waiting", counts.waiting},
                    {"running", counts.running},
                    {"completed", counts.completed},
                    {"canceled", counts.canceled}});
  }
  return {{"images", outcomes}, {"reasons", std::move(reasons)}, {"rules", std::move(list)}};
}

std::optional<ordered_json> trace(SqlSession& session, const std::string& uid) {
  const std::string image = image_of(session, uid);
  if (image.empty()) return std::nullopt;
  ordered_json steps = ordered_json::array();
  const std::string of_image =
      "WHERE source_sop_uid = ?1 OR source_sop_uid IN (SELECT sop_uid FROM segmentation WHERE source_sop_uid = ?1) "
      "ORDER BY id";
  for (const Workitem& step : select_workitems(session, of_image, {image})) {
    steps.push_back(step_json(session, step));
  }
  ordered_json outputs = records_of(session, image, "report");
  add_segmentations(session, image, outputs);
  return ordered_json{{"uid", uid},
                      {"image", image_json(session, image)},
                      {"steps", std::move(steps)},
                      {"outputs", std::move(outputs)},
                      {"agreement", records_of(session, image, "agreement")},
                      {"deletions", deletions_of(session, image)}};
}

}  // namespace sonolist::plugin
