#include "plugin/worklist/sql/sql_reprocess_store.h"

namespace sonolist::plugin {
namespace {

constexpr const char* kSelectJob =
    "SELECT id, description, priority, interval_us, created_us, next_start_us, images, queued, "
    "(SELECT COUNT(*) FROM reprocess_image WHERE job_id = reprocess_job.id) FROM reprocess_job WHERE source = ?1 ";

ReprocessJob read_job(const SqlRows& row) {
  ReprocessJob job;
  job.id = row.integer(0);
  job.description = row.text(1);
  job.priority = row.text(2);
  job.interval = std::chrono::microseconds(row.integer(3));
  job.created = from_microseconds(row.integer(4));
  job.next_start = from_microseconds(row.integer(5));
  job.images = row.integer(6);
  job.queued = row.integer(7);
  job.waiting = row.integer(8);
  return job;
}

}  // namespace

std::int64_t SqlReprocessStore::begin(const ReprocessJob& job, const std::vector<std::string>& orthanc_ids) {
  return database_.write([&](SqlSession& session) {
    std::int64_t id = 0;
    {
      const auto row = session.query(
          "INSERT INTO reprocess_job (source, description, priority, interval_us, created_us, next_start_us, images, "
          "queued) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0) RETURNING id",
          {source_, job.description, job.priority, std::int64_t{job.interval.count()}, to_microseconds(job.created),
           to_microseconds(job.next_start), static_cast<std::int64_t>(orthanc_ids.size())});
      row->next();
      id = row->integer(0);
    }
    for (const std::string& orthanc_id : orthanc_ids) {
      session.execute("INSERT INTO reprocess_image (job_id, orthanc_id) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
                      {id, orthanc_id});
    }
    session.commit();
    return id;
  });
}

std::vector<ReprocessJob> SqlReprocessStore::jobs(std::size_t limit) const {
  return database_.read([&](SqlSession& session) {
    std::vector<ReprocessJob> jobs;
    const auto row = session.query(std::string(kSelectJob) + "ORDER BY id DESC LIMIT ?2",
                                   {source_, static_cast<std::int64_t>(limit)});
    while (row->next()) jobs.push_back(read_job(*row));
    return jobs;
  });
}

std::optional<ReprocessJob> SqlReprocessStore::active_job() const {
  return database_.read([&](SqlSession& session) -> std::optional<ReprocessJob> {
    const auto row = session.query(
        std::string(kSelectJob) +
            "AND EXISTS (SELECT 1 FROM reprocess_image WHERE job_id = reprocess_job.id) ORDER BY id LIMIT 1",
        {source_});
    if (!row->next()) return std::nullopt;
    return read_job(*row);
  });
}

std::vector<std::string> SqlReprocessStore::waiting_images(std::int64_t job_id, std::size_t limit) const {
  return database_.read([&](SqlSession& session) {
    std::vector<std::string> ids;
    const auto row =
        session.query("SELECT orthanc_id FROM reprocess_image WHERE job_id = ?1 ORDER BY orthanc_id LIMIT ?2",
                      {job_id, static_cast<std::int64_t>(limit)});
    while (row->next()) ids.push_back(row->text(0));
    return ids;
  });
}

void SqlReprocessStore::finish_image(const ReprocessJob& job, const std::string& orthanc_id) {
  database_.write([&](SqlSession& session) {
    session.execute("DELETE FROM reprocess_image WHERE job_id = ?1 AND orthanc_id = ?2", {job.id, orthanc_id});
    session.execute("UPDATE reprocess_job SET next_start_us = ?2, queued = ?3 WHERE id = ?1",
                    {job.id, to_microseconds(job.next_start), job.queued});
    session.commit();
  });
}

bool SqlReprocessStore::cancel(std::int64_t job_id) {
  return database_.write([&](SqlSession& session) {
    const auto known =
        session.execute("UPDATE reprocess_job SET queued = queued WHERE id = ?1 AND source = ?2", {job_id, source_});
    if (known == 0) return false;
    session.execute("DELETE FROM reprocess_image WHERE job_id = ?1", {job_id});
    session.commit();
    return true;
  });
}

}  // namespace sonolist::plugin
