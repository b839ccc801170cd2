#include "plugin/worklist/sqlite_intake_store.h"

#include "plugin/worklist/sqlite_errors.h"
#include "plugin/worklist/sqlite_rows.h"

namespace sonolist::plugin {

std::string to_string(ImageOutcome outcome) {
  switch (outcome) {
    case ImageOutcome::kQueued:
      return "queued";
    case ImageOutcome::kSkipped:
      return "skipped";
    case ImageOutcome::kDeleted:
      return "deleted";
    case ImageOutcome::kFailed:
      break;
  }
  return "failed";
}

std::int64_t SqliteIntakeStore::cursor() const {
  return translating_errors([&] {
    auto session = database_.read();
    auto row = session.prepare("SELECT cursor FROM intake");
    row->executeStep();
    return row->getColumn(0).getInt64();
  });
}

bool SqliteIntakeStore::knows_image(const std::string& orthanc_id) const {
  return translating_errors([&] {
    auto session = database_.read();
    auto row = session.prepare("SELECT 1 FROM image WHERE orthanc_id = ?");
    row->bind(1, orthanc_id);
    return row->executeStep();
  });
}

void SqliteIntakeStore::commit(std::int64_t cursor, const std::vector<ImageRecord>& images) {
  translating_errors([&] {
    auto session = database_.write();
    const TimePoint now = clock_();
    for (const ImageRecord& image : images) {
      for (const Workitem& workitem : image.workitems) insert_workitem(session, workitem, now);
      auto statement = session.prepare(
          "INSERT INTO image (orthanc_id, sop_uid, outcome, reason, seen_us) VALUES (?, ?, ?, ?, ?) "
          "ON CONFLICT (orthanc_id) DO UPDATE SET outcome = excluded.outcome, reason = excluded.reason, "
          "seen_us = excluded.seen_us WHERE outcome <> 'queued'");
      statement->bind(1, image.orthanc_id);
      statement->bind(2, image.sop_instance_uid);
      statement->bind(3, to_string(image.outcome));
      statement->bind(4, image.reason);
      statement->bind(5, to_microseconds(now));
      statement->exec();
    }
    auto statement = session.prepare("UPDATE intake SET cursor = ?");
    statement->bind(1, cursor);
    statement->exec();
    session.commit();
  });
}

}  // namespace sonolist::plugin
