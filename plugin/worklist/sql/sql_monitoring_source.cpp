#include "plugin/worklist/sql/sql_monitoring_source.h"

#include "dicom_sr/workitem/processing_task.h"
#include "dicom_sr/workitem/tags.h"
#include "plugin/worklist/sql/monitoring_sql.h"
#include "plugin/worklist/workitem.h"

namespace sonolist::plugin {
namespace {

StepState state_in(const std::string& term) {
  return parse_step_state(term).value_or(StepState::kCanceled);
}

void append_performed(SqlRows& rows, std::vector<PerformedStep>& steps) {
  while (rows.next()) {
    const std::string performer = dicom::performer_of(LazyDataSet::parse(rows.text(2)));
    if (!performer.empty()) steps.push_back({performer, state_in(rows.text(0)), from_microseconds(rows.integer(1))});
  }
}

StateChange state_change(const SqlRows& row) {
  StateChange change;
  change.event = row.integer(0);
  change.time = from_microseconds(row.integer(1));
  change.workitem_uid = row.text(2);
  const Json content = Json::parse(row.text(3));
  change.state = state_in(dicom::get_string(content, dicom::tag::kProcedureStepState).value_or(""));
  if (row.is_null(4)) return change;
  change.start = from_microseconds(row.integer(4));
  change.discontinuation = row.text(5);
  change.cancel_requested = row.integer(6) != 0;
  return change;
}

}  // namespace

std::vector<QueuedSteps> SqlMonitoringSource::queue() const {
  return database_.read([](SqlSession& session) {
    std::vector<QueuedSteps> queued;
    const auto rows = session.query(monitoring_sql::kQueue, {});
    while (rows->next()) {
      queued.push_back({state_in(rows->text(0)), rows->text(1), rows->integer(2), from_microseconds(rows->integer(3))});
    }
    return queued;
  });
}

std::vector<EndedSteps> SqlMonitoringSource::ended(TimePoint since, std::int64_t limit) const {
  return database_.read([&](SqlSession& session) {
    std::vector<EndedSteps> ended;
    const auto rows = session.query(monitoring_sql::kEnded, {to_microseconds(since), limit});
    while (rows->next()) {
      ended.push_back({TimePoint(std::chrono::hours(rows->integer(0))), state_in(rows->text(1)), rows->text(2),
                       rows->integer(3) != 0, rows->integer(4)});
    }
    return ended;
  });
}

std::vector<PerformedStep> SqlMonitoringSource::performed(TimePoint since, std::int64_t limit) const {
  return database_.read([&](SqlSession& session) {
    std::vector<PerformedStep> steps;
    append_performed(*session.query(monitoring_sql::kRunning, {limit}), steps);
    append_performed(*session.query(monitoring_sql::kLastEnded, {to_microseconds(since), limit}), steps);
    return steps;
  });
}

std::int64_t SqlMonitoringSource::last_event() const {
  return database_.read([](SqlSession& session) {
    const auto row = session.query("SELECT id FROM event ORDER BY id DESC LIMIT 1", {});
    return row->next() ? row->integer(0) : 0;
  });
}

std::vector<StateChange> SqlMonitoringSource::state_changes(std::int64_t after, std::int64_t up_to) const {
  return database_.read([&](SqlSession& session) {
    std::vector<StateChange> changes;
    const auto rows = session.query(monitoring_sql::kStateChanges, {after, up_to});
    while (rows->next()) changes.push_back(state_change(*rows));
    return changes;
  });
}

}  // namespace sonolist::plugin
