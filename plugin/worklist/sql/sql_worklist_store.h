// The worklist in an SQL data base.
#pragma once

#include "plugin/worklist/sql/sql_database.h"
#include "plugin/worklist/sql/workitem_columns.h"
#include "plugin/worklist/sql/workitem_rows.h"
#include "plugin/worklist/worklist_store.h"

namespace sonolist::plugin {

class SqlWorklistStore : public WorklistStore {
 public:
  // Borrows the data base. `ageing` is from 0 to kMaximumAgeing, else std::invalid_argument; another one than before
  // orders the steps that are written from now on.
  SqlWorklistStore(SqlDatabase& database, Clock clock, AgeingInterval ageing = kDefaultAgeing);

  bool create(const Workitem& workitem) override;
  std::optional<Workitem> find(const std::string& uid) const override;
  WriteResult change(const std::string& uid,
                     const std::function<std::optional<WorkitemChange>(const Workitem&)>& decide) override;
  WriteResult replace(std::int64_t read_revision, const WorkitemChange& change) override;
  std::vector<Workitem> claim_next(const ClaimCriteria& criteria,
                                   const std::function<WorkitemChange(const Workitem&)>& claim) override;
  void visit(const IndexedFilter& filter, const std::function<bool(const Workitem&)>& visit) const override;
  std::vector<LazyDataSet> page(const IndexedFilter& filter, std::size_t offset, std::size_t limit) const override;
  std::int64_t count(const IndexedFilter& filter, std::int64_t at_most) const override;
  std::vector<Workitem> overdue(TimePoint now, std::size_t limit) const override;
  void extend_leases(TimePoint until) override;
  std::int64_t remove_finished(TimePoint before, std::size_t limit,
                               const std::function<bool(const Workitem&)>& is_locked) override;
  std::set<std::string> paused_models() const override;
  void set_paused(const std::string& model, bool is_paused) override;

 private:
  WriteContext context() const { return {clock_(), ageing_}; }

  SqlDatabase& database_;
  const Clock clock_;
  const AgeingInterval ageing_;
};

}  // namespace sonolist::plugin
