#include "plugin/worklist/sqlite_rows.h"

#include "dicom_sr/workitem/tags.h"
#include "plugin/worklist/event_report.h"
#include "plugin/worklist/priority.h"
#include "plugin/worklist/processing_parameters.h"

namespace sonolist::plugin {
namespace {

namespace tag = dicom::tag;

std::string text_of(const Json& item, const char* key) {
  return dicom::get_string(item, key).value_or("");
}

std::int64_t start_of(const Json& item) {
  const auto start = parse_date_time(text_of(item, tag::kScheduledProcedureStepStartDateTime));
  return start ? to_microseconds(start->first) : 0;
}

// Binds the parameters that INSERT and UPDATE share.
void bind_columns(SQLite::Statement& statement, const Workitem& workitem, TimePoint now) {
  const Json& item = workitem.item;
  statement.bind(":uid", workitem.uid());
  statement.bind(":state", to_string(workitem.state));
  statement.bind(":priority_rank", priority_rank(text_of(item, tag::kScheduledProcedureStepPriority)));
  statement.bind(":input_readiness", text_of(item, tag::kInputReadinessState));
  statement.bind(":start_us", start_of(item));
  statement.bind(":worklist_label", text_of(item, tag::kWorklistLabel));
  statement.bind(":step_label", text_of(item, tag::kProcedureStepLabel));
  statement.bind(":model", parameter_text(item, "MODEL"));
  statement.bind(":source_sop_uid", workitem.source_sop_uid());
  statement.bind(":attempt", workitem.attempt());
  if (workitem.lease_until) {
    statement.bind(":lease_until_us", to_microseconds(*workitem.lease_until));
  } else {
    statement.bind(":lease_until_us");
  }
  statement.bind(":transaction_hash", workitem.transaction_hash);
  statement.bind(":cancel_requested", workitem.cancel_requested ? 1 : 0);
  statement.bind(":json", item.dump());
  statement.bind(":now", to_microseconds(now));
}

}  // namespace

Workitem read_workitem(SQLite::Statement& row) {
  Workitem workitem;
  workitem.item = Json::parse(row.getColumn(0).getString());
  workitem.state = parse_step_state(row.getColumn(1).getString()).value_or(StepState::kCanceled);
  workitem.transaction_hash = row.getColumn(2).getString();
  if (!row.getColumn(3).isNull()) workitem.lease_until = from_microseconds(row.getColumn(3).getInt64());
  workitem.cancel_requested = row.getColumn(4).getInt() != 0;
  workitem.revision = row.getColumn(5).getInt64();
  return workitem;
}

bool insert_workitem(SqliteDatabase::Session& session, const Workitem& workitem, TimePoint now) {
  auto statement = session.prepare(
      "INSERT INTO workitem (uid, state, priority_rank, input_readiness, start_us, worklist_label, step_label, model, "
      "source_sop_uid, attempt, lease_until_us, transaction_hash, cancel_requested, revision, json, created_us, "
      "updated_us) VALUES (:uid, :state, :priority_rank, :input_readiness, :start_us, :worklist_label, :step_label, "
      ":model, :source_sop_uid, :attempt, :lease_until_us, :transaction_hash, :cancel_requested, 1, :json, :now, :now) "
      "ON CONFLICT (uid) DO NOTHING");
  bind_columns(*statement, workitem, now);
  if (statement->exec() == 0) return false;
  insert_events(session, creation_events(workitem), now);
  return true;
}

bool update_workitem(SqliteDatabase::Session& session, const Workitem& workitem, std::int64_t read_revision,
                     TimePoint now) {
  auto statement = session.prepare(
      "UPDATE workitem SET state = :state, priority_rank = :priority_rank, input_readiness = :input_readiness, "
      "start_us = :start_us, worklist_label = :worklist_label, step_label = :step_label, model = :model, "
      "source_sop_uid = :source_sop_uid, attempt = :attempt, lease_until_us = :lease_until_us, "
      "transaction_hash = :transaction_hash, cancel_requested = :cancel_requested, revision = revision + 1, "
      "json = :json, updated_us = :now WHERE uid = :uid AND revision = :read_revision");
  bind_columns(*statement, workitem, now);
  statement->bind(":read_revision", read_revision);
  return statement->exec() == 1;
}

void insert_events(SqliteDatabase::Session& session, const std::vector<WorkitemEvent>& events, TimePoint now) {
  for (const WorkitemEvent& event : events) {
    auto statement = session.prepare("INSERT INTO event (created_us, type, uid, json) VALUES (?, ?, ?, ?)");
    statement->bind(1, to_microseconds(now));
    statement->bind(2, static_cast<int>(event.type));
    statement->bind(3, event.workitem_uid);
    statement->bind(4, event.content.dump());
    statement->exec();
  }
}

}  // namespace sonolist::plugin
