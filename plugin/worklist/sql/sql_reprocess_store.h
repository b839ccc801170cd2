// The images that wait for being processed again, in an SQL data base.
#pragma once

#include "plugin/worklist/reprocess_store.h"
#include "plugin/worklist/sql/sql_database.h"

namespace sonolist::plugin {

class SqlReprocessStore : public ReprocessStore {
 public:
  // Borrows the data base. `source` is the identifier of the PACS that the images are in.
  SqlReprocessStore(SqlDatabase& database, std::string source) : database_(database), source_(std::move(source)) {}

  std::int64_t begin(const ReprocessJob& job, const std::vector<std::string>& orthanc_ids) override;
  std::vector<ReprocessJob> jobs(std::size_t limit) const override;
  std::optional<ReprocessJob> active_job() const override;
  std::vector<std::string> waiting_images(std::int64_t job_id, std::size_t limit) const override;
  void finish_image(const ReprocessJob& job, const std::string& orthanc_id) override;
  bool cancel(std::int64_t job_id) override;

 private:
  SqlDatabase& database_;
  const std::string source_;
};

}  // namespace sonolist::plugin
