// The worklist in SQLite.
#pragma once

#include "plugin/worklist/sqlite_database.h"
#include "plugin/worklist/worklist_store.h"

namespace sonolist::plugin {

class SqliteWorklistStore : public WorklistStore {
 public:
  // Borrows the data base.
  SqliteWorklistStore(SqliteDatabase& database, Clock clock) : database_(database), clock_(std::move(clock)) {}

  bool create(const Workitem& workitem) override;
  std::optional<Workitem> find(const std::string& uid) const override;
  bool replace(std::int64_t read_revision, const WorkitemChange& change) override;
  void visit(const IndexedFilter& filter, const std::function<bool(const Json& item)>& visit) const override;
  std::int64_t count(const IndexedFilter& filter) const override;
  std::vector<Workitem> expired(TimePoint now) const override;
  void extend_leases(TimePoint until) override;

 private:
  SqliteDatabase& database_;
  Clock clock_;
};

}  // namespace sonolist::plugin
