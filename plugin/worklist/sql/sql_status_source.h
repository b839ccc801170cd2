// The status of the worklist, read from an SQL data base.
#pragma once

#include "plugin/worklist/sql/sql_database.h"
#include "plugin/worklist/status_source.h"

namespace sonolist::plugin {

class SqlStatusSource : public StatusSource {
 public:
  // Borrows the data base.
  explicit SqlStatusSource(SqlDatabase& database) : database_(database) {}

  std::map<std::string, std::int64_t> workitems_by_state() const override;
  std::map<std::string, std::int64_t> images_by_outcome() const override;
  dicom::Json recent_workitems(int limit) const override;
  dicom::Json events(std::int64_t since, int limit) const override;
  dicom::Json unqueued_images(int limit) const override;
  std::optional<dicom::Json> image(const std::string& identifier) const override;

 private:
  SqlDatabase& database_;
};

}  // namespace sonolist::plugin
