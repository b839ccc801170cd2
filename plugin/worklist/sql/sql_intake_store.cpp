#include "plugin/worklist/sql/sql_intake_store.h"

#include <map>

#include "plugin/worklist/sql/audit_pending.h"
#include "plugin/worklist/sql/workitem_rows.h"

namespace sonolist::plugin {
namespace {

bool has_cursor(SqlSession& session, const std::string& source) {
  return session.query("SELECT 1 FROM intake WHERE source = ?1", {source})->next();
}

void register_source(SqlSession& session, const std::string& source) {
  session.lock("intake");
  if (has_cursor(session, source)) return;
  if (session.execute("UPDATE intake SET source = ?1 WHERE source = ''", {source}) > 0) {
    session.execute("UPDATE image SET source = ?1 WHERE source = ''", {source});
  } else {
    session.execute("INSERT INTO intake (source, cursor) VALUES (?1, 0)", {source});
  }
}

void remember(SqlSession& session, const SegmentationHeader& segmentation) {
  for (const std::string& image : segmentation.source_sop_uids) {
    session.execute(
        "INSERT INTO segmentation (sop_uid, source_sop_uid, sop_class_uid, series_uid, study_uid, is_ours) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (sop_uid, source_sop_uid) DO NOTHING",
        {segmentation.sop_instance_uid, image, segmentation.sop_class_uid, segmentation.series_instance_uid,
         segmentation.study_instance_uid, segmentation.is_ours ? 1 : 0});
  }
}

void write_image(SqlSession& session, const std::string& source, const ImageRecord& image, TimePoint now) {
  session.execute(
      "INSERT INTO image (source, orthanc_id, sop_uid, outcome, reason, seen_us) VALUES (?1, ?2, ?3, ?4, ?5, ?6) "
      "ON CONFLICT (orthanc_id, source) DO UPDATE SET outcome = excluded.outcome, reason = excluded.reason, "
      "seen_us = excluded.seen_us WHERE image.outcome <> 'queued'",
      {source, image.orthanc_id, image.sop_instance_uid, to_string(image.outcome), image.reason, to_microseconds(now)});
}

}  // namespace

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

SqlIntakeStore::SqlIntakeStore(SqlDatabase& database, Clock clock, std::string source, AgeingInterval ageing)
    : database_(database), clock_(std::move(clock)), source_(std::move(source)), ageing_(ageing) {
  const bool is_known = database_.read([&](SqlSession& session) { return has_cursor(session, source_); });
  if (is_known) return;
  database_.write([&](SqlSession& session) {
    register_source(session, source_);
    session.commit();
  });
}

std::int64_t SqlIntakeStore::cursor() const {
  return database_.read([&](SqlSession& session) {
    const auto row = session.query("SELECT cursor FROM intake WHERE source = ?1", {source_});
    return row->next() ? row->integer(0) : 0;
  });
}

bool SqlIntakeStore::knows_image(const std::string& orthanc_id) const {
  return database_.read([&](SqlSession& session) {
    return session.query("SELECT 1 FROM image WHERE orthanc_id = ?1 AND source = ?2", {orthanc_id, source_})->next();
  });
}

std::vector<SegmentationHeader> SqlIntakeStore::counterparts(const SegmentationHeader& segmentation) const {
  return database_.read([&](SqlSession& session) {
    std::map<std::string, SegmentationHeader> found;  // a segmentation of a series answers to many of its images
    for (const std::string& image : segmentation.source_sop_uids) {
      const auto rows = session.query(
          "SELECT sop_class_uid, sop_uid, series_uid FROM segmentation "
          "WHERE source_sop_uid = ?1 AND study_uid = ?2 AND is_ours = ?3",
          {image, segmentation.study_instance_uid, segmentation.is_ours ? 0 : 1});
      while (rows->next()) {
        SegmentationHeader other;
        other.sop_class_uid = rows->text(0);
        other.sop_instance_uid = rows->text(1);
        other.series_instance_uid = rows->text(2);
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

std::optional<Workitem> SqlIntakeStore::latest_of_series(const std::string& series_key) const {
  return database_.read([&](SqlSession& session) -> std::optional<Workitem> {
    auto found =
        select_workitems(session, "WHERE series_key = ?1 AND series_key <> '' ORDER BY id DESC LIMIT 1", {series_key});
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
  });
}

std::vector<AwaitedImage> SqlIntakeStore::awaited_images(std::int64_t after_number, std::size_t limit) const {
  return database_.read([&](SqlSession& session) {
    // The last one of its UID: a page must not end between two images of one step.
    const auto rows = session.query(
        "SELECT workitem.id, image.orthanc_id, workitem.uid FROM workitem JOIN image ON image.id = "
        "(SELECT id FROM image AS seen WHERE seen.sop_uid = workitem.source_sop_uid AND seen.source = ?1 "
        "ORDER BY id DESC LIMIT 1) "
        "WHERE workitem.state = 'SCHEDULED' AND workitem.source_sop_uid <> '' AND workitem.id > ?2 "
        "ORDER BY workitem.id LIMIT ?3",
        {source_, after_number, static_cast<std::int64_t>(limit)});
    std::vector<AwaitedImage> images;
    while (rows->next()) images.push_back({rows->integer(0), rows->text(1), rows->text(2)});
    return images;
  });
}

bool SqlIntakeStore::commit(std::int64_t cursor, const std::vector<ImageRecord>& images) {
  return database_.write([&](SqlSession& session) {
    const WriteContext context{clock_(), ageing_};
    for (const ImageRecord& image : images) {
      for (const SeriesChange& series : image.series_changes) {
        if (!update_workitem(session, series.change.after, series.read_revision, context)) return false;
      }
      if (image.segmentation) remember(session, *image.segmentation);
      write_image(session, source_, image, context.now);
      const bool is_left_out = image.outcome == ImageOutcome::kSkipped || image.outcome == ImageOutcome::kFailed;
      if (is_left_out && !image.segmentation) add_audit_pending(session, source_, image.orthanc_id);
      if (!image.sop_instance_uid.empty()) add_reports_awaiting(session, source_, image.sop_instance_uid);
    }
    session.execute("UPDATE intake SET cursor = ?1 WHERE source = ?2", {cursor, source_});
    for (const ImageRecord& image : images) {
      for (const SeriesChange& series : image.series_changes) write_consequences(session, series.change, context);
      for (const Workitem& workitem : image.workitems) insert_workitem(session, workitem, context);
    }
    session.commit();
    return true;
  });
}

}  // namespace sonolist::plugin
