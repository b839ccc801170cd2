#include "plugin/worklist/sqlite_status_source.h"

#include "dicom_sr/workitem/tags.h"
#include "plugin/worklist/date_time.h"
#include "plugin/worklist/sqlite_errors.h"

namespace sonolist::plugin {
namespace {

using dicom::Json;
namespace tag = dicom::tag;

constexpr const char* kSummaryColumns =
    "uid, state, model, source_sop_uid, attempt, step_label, created_us, updated_us, json";
constexpr const char* kImageColumns = "orthanc_id, sop_uid, outcome, reason, seen_us";

std::string time_text(const SQLite::Column& column) {
  return format_date_time(from_microseconds(column.getInt64()));
}

// Progress and reason are shown by the page, but not searched: they are taken from the item.
Json summary(SQLite::Statement& row) {
  const Json item = Json::parse(row.getColumn(8).getString());
  const auto progress = dicom::get_items(item, tag::kProcedureStepProgressInformationSequence);
  const Json first = progress.empty() ? Json::object() : progress.front();
  return {{"uid", row.getColumn(0).getString()},
          {"state", row.getColumn(1).getString()},
          {"model", row.getColumn(2).getString()},
          {"sourceSopInstanceUid", row.getColumn(3).getString()},
          {"attempt", row.getColumn(4).getInt()},
          {"label", row.getColumn(5).getString()},
          {"created", time_text(row.getColumn(6))},
          {"updated", time_text(row.getColumn(7))},
          {"start", dicom::get_string(item, tag::kScheduledProcedureStepStartDateTime).value_or("")},
          {"progress", dicom::get_string(first, tag::kProcedureStepProgress).value_or("")},
          {"progressDescription", dicom::get_string(first, tag::kProcedureStepProgressDescription).value_or("")},
          {"reason", dicom::get_string(first, tag::kReasonForCancellation).value_or("")}};
}

Json image_row(SQLite::Statement& row) {
  return {{"id", row.getColumn(0).getString()},
          {"sopInstanceUid", row.getColumn(1).getString()},
          {"outcome", row.getColumn(2).getString()},
          {"reason", row.getColumn(3).getString()},
          {"seen", time_text(row.getColumn(4))}};
}

std::map<std::string, std::int64_t> counts(SQLite::Statement& row) {
  std::map<std::string, std::int64_t> result;
  while (row.executeStep()) result[row.getColumn(0).getString()] = row.getColumn(1).getInt64();
  return result;
}

}  // namespace

std::map<std::string, std::int64_t> SqliteStatusSource::workitems_by_state() const {
  return translating_errors([&] {
    auto session = database_.read();
    return counts(*session.prepare("SELECT state, COUNT(*) FROM workitem GROUP BY state"));
  });
}

std::map<std::string, std::int64_t> SqliteStatusSource::images_by_outcome() const {
  return translating_errors([&] {
    auto session = database_.read();
    return counts(*session.prepare("SELECT outcome, COUNT(*) FROM image GROUP BY outcome"));
  });
}

Json SqliteStatusSource::recent_workitems(int limit) const {
  return translating_errors([&] {
    auto session = database_.read();
    auto row = session.prepare(std::string("SELECT ") + kSummaryColumns +
                               " FROM workitem ORDER BY updated_us DESC, id DESC LIMIT ?");
    row->bind(1, limit);
    Json rows = Json::array();
    while (row->executeStep()) rows.push_back(summary(*row));
    return rows;
  });
}

Json SqliteStatusSource::events(std::int64_t since, int limit) const {
  return translating_errors([&] {
    auto session = database_.read();
    auto row = session.prepare("SELECT id, created_us, type, uid, json FROM event WHERE id > ? ORDER BY id LIMIT ?");
    row->bind(1, since);
    row->bind(2, limit);
    Json rows = Json::array();
    while (row->executeStep()) {
      rows.push_back({{"id", row->getColumn(0).getInt64()},
                      {"time", time_text(row->getColumn(1))},
                      {"type", row->getColumn(2).getInt()},
                      {"uid", row->getColumn(3).getString()},
                      {"content", Json::parse(row->getColumn(4).getString())}});
    }
    return rows;
  });
}

Json SqliteStatusSource::unqueued_images(int limit) const {
  return translating_errors([&] {
    auto session = database_.read();
    auto row = session.prepare(std::string("SELECT ") + kImageColumns +
                               " FROM image WHERE outcome <> 'queued' ORDER BY id DESC LIMIT ?");
    row->bind(1, limit);
    Json rows = Json::array();
    while (row->executeStep()) rows.push_back(image_row(*row));
    return rows;
  });
}

std::optional<Json> SqliteStatusSource::image(const std::string& identifier) const {
  return translating_errors([&]() -> std::optional<Json> {
    auto session = database_.read();
    auto row =
        session.prepare(std::string("SELECT ") + kImageColumns + " FROM image WHERE orthanc_id = ?1 OR sop_uid = ?1");
    row->bind(1, identifier);
    if (!row->executeStep()) return std::nullopt;
    Json image = image_row(*row);
    auto steps = session.prepare(std::string("SELECT ") + kSummaryColumns +
                                 " FROM workitem WHERE source_sop_uid = ? ORDER BY id");
    steps->bind(1, image["sopInstanceUid"].get<std::string>());
    image["workitems"] = Json::array();
    while (steps->executeStep()) image["workitems"].push_back(summary(*steps));
    return image;
  });
}

}  // namespace sonolist::plugin
