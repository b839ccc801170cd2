// The memory of the intake in an SQL data base.
#pragma once

#include "plugin/worklist/intake_store.h"
#include "plugin/worklist/sql/sql_database.h"
#include "plugin/worklist/sql/workitem_columns.h"

namespace sonolist::plugin {

class SqlIntakeStore : public IntakeStore {
 public:
  // Borrows the data base. `source` identifies the PACS. What a data base from before there were several PACS remembers
  // belongs to the first that asks; that of source "" counts as such. Throws StoreError.
  SqlIntakeStore(SqlDatabase& database, Clock clock, std::string source, AgeingInterval ageing = kDefaultAgeing);

  std::int64_t cursor() const override;
  bool knows_image(const std::string& orthanc_id) const override;
  std::vector<SegmentationHeader> counterparts(const SegmentationHeader& segmentation) const override;
  std::optional<Workitem> latest_of_series(const std::string& series_key) const override;

  // An image belongs to the steps whose first input it is.
  std::vector<AwaitedImage> awaited_images(std::int64_t after_number, std::size_t limit) const override;

  bool commit(std::int64_t cursor, const std::vector<ImageRecord>& images) override;

 private:
  SqlDatabase& database_;
  const Clock clock_;
  const std::string source_;
  const AgeingInterval ageing_;
};

}  // namespace sonolist::plugin
