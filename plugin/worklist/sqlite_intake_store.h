// The memory of the intake in SQLite.
#pragma once

#include "plugin/worklist/intake_store.h"
#include "plugin/worklist/sqlite_database.h"

namespace sonolist::plugin {

class SqliteIntakeStore : public IntakeStore {
 public:
  // Borrows the data base.
  SqliteIntakeStore(SqliteDatabase& database, Clock clock) : database_(database), clock_(std::move(clock)) {}

  std::int64_t cursor() const override;
  bool knows_image(const std::string& orthanc_id) const override;
  std::vector<SegmentationHeader> counterparts(const SegmentationHeader& segmentation) const override;
  void commit(std::int64_t cursor, const std::vector<ImageRecord>& images) override;

 private:
  SqliteDatabase& database_;
  Clock clock_;
};

}  // namespace sonolist::plugin
