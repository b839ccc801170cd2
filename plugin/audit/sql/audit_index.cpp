#include "plugin/audit/sql/audit_index.h"

#include "plugin/audit/sql/record_rows.h"
#include "plugin/audit/step_record.h"
#include "plugin/worklist/sql/audit_pending.h"
#include "plugin/worklist/sql/workitem_rows.h"

namespace sonolist::plugin {
namespace {

std::int64_t count_pending(SqlSession& session, const std::string& source) {
  const auto row = session.query("SELECT COUNT(*) FROM audit_pending WHERE source = ?1", {source});
  return row->next() ? row->integer(0) : 0;
}

std::optional<TimePoint> time_value(SqlSession& session, const std::string& source, const std::string& name) {
  const std::int64_t microseconds = progress_value(session, source, name);
  if (microseconds == 0) return std::nullopt;
  return from_microseconds(microseconds);
}

}  // namespace

AuditIndex::AuditIndex(SqlDatabase& database, std::string source, Clock clock)
    : database_(database), source_(std::move(source)), clock_(std::move(clock)) {}

template <typename Work>
auto AuditIndex::write_index(const Work& work) {
  return database_.write([&](SqlSession& session) {
    Dictionaries dictionaries;  // what a transaction learnt is only sure when it is committed
    session.lock("audit");
    return work(session, dictionaries);
  });
}

std::vector<std::string> AuditIndex::pending(std::size_t limit) const {
  return database_.read([&](SqlSession& session) {
    const auto rows =
        session.query("SELECT orthanc_id FROM audit_pending WHERE source = ?1 ORDER BY orthanc_id LIMIT ?2",
                      {source_, static_cast<std::int64_t>(limit)});
    std::vector<std::string> ids;
    while (rows->next()) ids.push_back(rows->text(0));
    return ids;
  });
}

void AuditIndex::write(const std::vector<IndexedInstance>& instances, int failures) {
  write_index([&](SqlSession& session, Dictionaries& dictionaries) {
    for (const IndexedInstance& instance : instances) {
      if (!instance.record) note_deletion(session, source_, instance.orthanc_id, clock_());
      const auto added = remove_records_of_instance(session, source_, instance.orthanc_id);
      if (instance.record) insert_record(session, source_, *instance.record, added, dictionaries);
      session.execute("DELETE FROM audit_pending WHERE source = ?1 AND orthanc_id = ?2",
                      {source_, instance.orthanc_id});
    }
    update_progress(session, failures);
    session.commit();
  });
}

void AuditIndex::update_progress(SqlSession& session, int failures) {
  if (progress_value(session, source_, "reindexing") == 0) return;
  set_progress_value(session, source_, "failures", progress_value(session, source_, "failures") + failures);
  if (count_pending(session, source_) > 0) return;
  set_progress_value(session, source_, "reindexing", 0);
  set_progress_value(session, source_, "finished", to_microseconds(clock_()));
}

void AuditIndex::add_pending(const std::vector<std::string>& orthanc_ids) {
  if (orthanc_ids.empty()) return;
  database_.write([&](SqlSession& session) {
    for (const std::string& id : orthanc_ids) add_audit_pending(session, source_, id);
    session.commit();
  });
}

bool AuditIndex::holds(const std::string& orthanc_id) const {
  return database_.read([&](SqlSession& session) {
    return session.query("SELECT 1 FROM audit_record WHERE orthanc_id = ?1 AND source = ?2", {orthanc_id, source_})
        ->next();
  });
}

std::vector<std::string> AuditIndex::indexed_reports() const {
  return database_.read([&](SqlSession& session) {
    const auto rows = session.query(
        "SELECT orthanc_id FROM audit_record WHERE source = ?1 AND kind IN ('report', 'agreement')", {source_});
    std::vector<std::string> ids;
    while (rows->next()) ids.push_back(rows->text(0));
    return ids;
  });
}

std::optional<SkippedImage> AuditIndex::skipped_image(const std::string& orthanc_id) const {
  return database_.read([&](SqlSession& session) -> std::optional<SkippedImage> {
    const auto row = session.query(
        "SELECT reason, seen_us FROM image "
        "WHERE orthanc_id = ?1 AND source = ?2 AND outcome IN ('skipped', 'failed')",
        {orthanc_id, source_});
    if (!row->next()) return std::nullopt;
    return SkippedImage{row->text(0), from_microseconds(row->integer(1))};
  });
}

bool AuditIndex::follow_steps(std::size_t limit) {
  // Asked twice a second: without an event, writers are not kept waiting.
  const bool has_events = database_.read([](SqlSession& session) {
    const std::int64_t last = progress_value(session, kEverywhere, "event");
    return session.query("SELECT 1 FROM event WHERE id > ?1 LIMIT 1", {last})->next();
  });
  if (!has_events) return false;
  return write_index([&](SqlSession& session, Dictionaries& dictionaries) {
    std::int64_t last = progress_value(session, kEverywhere, "event");
    std::set<std::string> uids;
    std::size_t read = 0;
    {
      const auto rows = session.query("SELECT id, type, uid FROM event WHERE id > ?1 ORDER BY id LIMIT ?2",
                                      {last, static_cast<std::int64_t>(limit)});
      while (rows->next()) {
        last = rows->integer(0);
        ++read;
        if (rows->integer(1) == static_cast<int>(WorkitemEvent::Type::kStateReport)) uids.insert(rows->text(2));
      }
    }
    if (read == 0) return false;
    for (const std::string& uid : uids) follow_step(session, uid, dictionaries);
    set_progress_value(session, kEverywhere, "event", last);
    session.commit();
    return read == limit;
  });
}

// A step may end what another one was: its replacement makes a failure one that was mended.
void AuditIndex::follow_step(SqlSession& session, const std::string& uid, Dictionaries& dictionaries) {
  const auto steps = select_workitems(session, "WHERE uid = ?1", {uid});
  if (steps.empty()) return;  // retention has removed it: what is known of it stays
  const Workitem& step = steps.front();
  const std::string replaced = step.replaces_uid();
  if (!replaced.empty()) remove_records_of_step(session, replaced);
  std::optional<TimePoint> failed;
  if (step.state == StepState::kCanceled && !step.cancel_requested) {
    const auto row = session.query(
        "SELECT updated_us FROM workitem WHERE uid = ?1 AND NOT EXISTS "
        "(SELECT 1 FROM workitem AS later WHERE later.replaces_uid = workitem.uid)",
        {uid});
    if (row->next()) failed = from_microseconds(row->integer(0));
  }
  const auto added = remove_records_of_step(session, uid);
  if (failed) insert_record(session, kEverywhere, failure_record(step, *failed), added, dictionaries);
}

void AuditIndex::begin_reindex(const std::vector<std::string>& reports) {
  write_index([&](SqlSession& session, Dictionaries& dictionaries) {
    for (const std::string& id : reports) add_audit_pending(session, source_, id);
    session.execute(
        "INSERT INTO audit_pending (source, orthanc_id) SELECT source, orthanc_id FROM audit_record "
        "WHERE source = ?1 AND orthanc_id <> '' ON CONFLICT DO NOTHING",
        {source_});
    session.execute(
        "INSERT INTO audit_pending (source, orthanc_id) SELECT source, orthanc_id FROM image "
        "WHERE source = ?1 AND outcome IN ('skipped', 'failed') ON CONFLICT DO NOTHING",
        {source_});
    std::vector<std::string> canceled;
    {
      const auto rows = session.query("SELECT uid FROM workitem WHERE state = 'CANCELED'", {});
      while (rows->next()) canceled.push_back(rows->text(0));
    }
    for (const std::string& uid : canceled) follow_step(session, uid, dictionaries);
    const std::int64_t total = count_pending(session, source_);
    const std::int64_t now = to_microseconds(clock_());
    set_progress_value(session, source_, "reindexing", total > 0 ? 1 : 0);
    set_progress_value(session, source_, "total", total);
    set_progress_value(session, source_, "failures", 0);
    set_progress_value(session, source_, "started", now);
    set_progress_value(session, source_, "finished", total > 0 ? 0 : now);
    session.commit();
  });
}

ReindexProgress AuditIndex::progress() const {
  return database_.read([&](SqlSession& session) {
    ReindexProgress progress;
    progress.running = progress_value(session, source_, "reindexing") != 0;
    progress.total = progress_value(session, source_, "total");
    progress.done = progress.running ? progress.total - count_pending(session, source_) : progress.total;
    progress.failures = progress_value(session, source_, "failures");
    progress.started = time_value(session, source_, "started");
    progress.finished = time_value(session, source_, "finished");
    return progress;
  });
}

}  // namespace sonolist::plugin
