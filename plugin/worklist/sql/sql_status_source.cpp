#include "plugin/worklist/sql/sql_status_source.h"

#include "dicom_sr/workitem/processing_task.h"
#include "dicom_sr/workitem/tags.h"
#include "plugin/worklist/cancellation.h"
#include "plugin/worklist/date_time.h"

namespace sonolist::plugin {
namespace {

using dicom::Json;
namespace tag = dicom::tag;

constexpr const char* kSummaryColumns =
    "uid, state, model, source_sop_uid, attempt, step_label, created_us, updated_us, json";
constexpr const char* kImageColumns = "orthanc_id, sop_uid, outcome, reason, seen_us";

std::string time_text(std::int64_t microseconds) {
  return format_date_time(from_microseconds(microseconds));
}

// Progress and reason are shown by the page, but not searched: they are taken from the item.
Json summary(const SqlRows& row) {
  const Json item = Json::parse(row.text(8));
  const Json progress = progress_item(item);
  return {{"uid", row.text(0)},
          {"state", row.text(1)},
          {"model", row.text(2)},
          {"sourceSopInstanceUid", row.text(3)},
          {"attempt", row.integer(4)},
          {"label", row.text(5)},
          {"created", time_text(row.integer(6))},
          {"updated", time_text(row.integer(7))},
          {"start", dicom::get_string(item, tag::kScheduledProcedureStepStartDateTime).value_or("")},
          {"performer", dicom::performer_of(item)},
          {"progress", dicom::get_string(progress, tag::kProcedureStepProgress).value_or("")},
          {"progressDescription", dicom::get_string(progress, tag::kProcedureStepProgressDescription).value_or("")},
          {"reason", dicom::get_string(progress, tag::kReasonForCancellation).value_or("")}};
}

Json image_row(const SqlRows& row) {
  return {{"id", row.text(0)},
          {"sopInstanceUid", row.text(1)},
          {"outcome", row.text(2)},
          {"reason", row.text(3)},
          {"seen", time_text(row.integer(4))}};
}

std::map<std::string, std::int64_t> counts(SqlRows& rows) {
  std::map<std::string, std::int64_t> result;
  while (rows.next()) result[rows.text(0)] = rows.integer(1);
  return result;
}

}  // namespace

std::map<std::string, std::int64_t> SqlStatusSource::workitems_by_state() const {
  return database_.read([](SqlSession& session) {
    return counts(*session.query("SELECT state, COUNT(*) FROM workitem GROUP BY state", {}));
  });
}

std::map<std::string, std::int64_t> SqlStatusSource::images_by_outcome() const {
  return database_.read([](SqlSession& session) {
    return counts(*session.query("SELECT outcome, COUNT(*) FROM image GROUP BY outcome", {}));
  });
}

Json SqlStatusSource::recent_workitems(int limit) const {
  return database_.read([&](SqlSession& session) {
    const auto rows = session.query(
        std::string("SELECT ") + kSummaryColumns + " FROM workitem ORDER BY updated_us DESC, id DESC LIMIT ?1",
        {limit});
    Json result = Json::array();
    while (rows->next()) result.push_back(summary(*rows));
    return result;
  });
}

Json SqlStatusSource::events(std::int64_t since, int limit) const {
  return database_.read([&](SqlSession& session) {
    const auto rows = session.query(
        "SELECT id, created_us, type, uid, json FROM event WHERE id > ?1 ORDER BY id LIMIT ?2", {since, limit});
    Json result = Json::array();
    while (rows->next()) {
      result.push_back({{"id", rows->integer(0)},
                        {"time", time_text(rows->integer(1))},
                        {"type", rows->integer(2)},
                        {"uid", rows->text(3)},
                        {"content", Json::parse(rows->text(4))}});
    }
    return result;
  });
}

Json SqlStatusSource::unqueued_images(int limit) const {
  return database_.read([&](SqlSession& session) {
    const auto rows = session.query(
        std::string("SELECT ") + kImageColumns + " FROM image WHERE outcome <> 'queued' ORDER BY id DESC LIMIT ?1",
        {limit});
    Json result = Json::array();
    while (rows->next()) result.push_back(image_row(*rows));
    return result;
  });
}

std::optional<Json> SqlStatusSource::image(const std::string& identifier) const {
  return database_.read([&](SqlSession& session) -> std::optional<Json> {
    const auto row = session.query(std::string("SELECT ") + kImageColumns +
                                       " FROM image WHERE orthanc_id = ?1 OR sop_uid = ?1 ORDER BY id DESC LIMIT 1",
                                   {identifier});
    if (!row->next()) return std::nullopt;
    Json image = image_row(*row);
    image["workitems"] = Json::array();
    const auto steps =
        session.query(std::string("SELECT ") + kSummaryColumns + " FROM workitem WHERE source_sop_uid = ?1 ORDER BY id",
                      {image["sopInstanceUid"].get<std::string>()});
    while (steps->next()) image["workitems"].push_back(summary(*steps));
    return image;
  });
}

}  // namespace sonolist::plugin
