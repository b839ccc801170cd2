#include "plugin/worklist/sqlite_intake_store.h"

#include <map>

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

std::vector<SegmentationHeader> SqliteIntakeStore::counterparts(const SegmentationHeader& segmentation) const {
  return translating_errors([&] {
    auto session = database_.read();
    std::map<std::string, SegmentationHeader> found;  // a segmentation of a series answers to many of its images
    for (const std::string& source : segmentation.source_sop_uids) {
      auto row = session.prepare(
          "SELECT sop_class_uid, sop_uid, series_uid FROM segmentation "
          "WHERE source_sop_uid = ? AND study_uid = ? AND is_ours = ?");
      row->bind(1, source);
      row->bind(2, segmentation.study_instance_uid);
      row->bind(3, segmentation.is_ours ? 0 : 1);
      while (row->executeStep()) {
        SegmentationHeader other;
        other.sop_class_uid = row->getColumn(0).getString();
        other.sop_instance_uid = row->getColumn(1).getString();
        other.series_instance_uid = row->getColumn(2).getString();
        other.study_instance_uid = segmentation.study_instance_uid;
        other.is_ours = !segmentation.is_ours;
        other.is_by_person = !other.is_ours;
        found.emplace(other.sop_instance_uid, other);
      }
    }
    std::vector<SegmentationHeader> headers;
    for (auto& [uid, header] : found) headers.push_back(std::move(header));
    return headers;
  });
}

namespace {

void remember(SqliteDatabase::Session& session, const SegmentationHeader& segmentation) {
  for (const std::string& source : segmentation.source_sop_uids) {
    auto statement = session.prepare(
        "INSERT OR IGNORE INTO segmentation (sop_uid, source_sop_uid, sop_class_uid, series_uid, study_uid, is_ours) "
        "VALUES (?, ?, ?, ?, ?, ?)");
    statement->bind(1, segmentation.sop_instance_uid);
    statement->bind(2, source);
    statement->bind(3, segmentation.sop_class_uid);
    statement->bind(4, segmentation.series_instance_uid);
    statement->bind(5, segmentation.study_instance_uid);
    statement->bind(6, segmentation.is_ours ? 1 : 0);
    statement->exec();
  }
}

}  // namespace

void SqliteIntakeStore::commit(std::int64_t cursor, const std::vector<ImageRecord>& images) {
  translating_errors([&] {
    auto session = database_.write();
    const TimePoint now = clock_();
    for (const ImageRecord& image : images) {
      for (const Workitem& workitem : image.workitems) insert_workitem(session, workitem, now);
      if (image.segmentation) remember(session, *image.segmentation);
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
