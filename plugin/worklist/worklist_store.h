// What the worklist needs from an engine that keeps it. One implementation: SQLite; PostgreSQL may follow.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "plugin/worklist/indexed_filter.h"
#include "plugin/worklist/workitem.h"

namespace sonolist::plugin {

// One step forward: the new form of an item, its events, and the step that replaces it (created with it, if new).
struct WorkitemChange {
  Workitem after;
  std::optional<Workitem> replacement;
  std::vector<WorkitemEvent> events;
};

// Thread safe. Each call is one durable transaction: after it has returned, neither a crash of the process nor a power
// failure undoes it. Throws StoreError.
class WorklistStore {
 public:
  virtual ~WorklistStore() = default;

  // Adds the item and its creation events. False, and nothing is written, when a workitem of that UID exists.
  virtual bool create(const Workitem& workitem) = 0;

  virtual std::optional<Workitem> find(const std::string& uid) const = 0;

  // Writes `change` when the item still has the revision that the caller read; false when somebody was faster and
  // the caller has to read and decide again. This is what makes a claim exclusive.
  virtual bool replace(std::int64_t read_revision, const WorkitemChange& change) = 0;

  // Calls `visit` with each item that passes the filter, in the order of the worklist: priority, start time,
  // creation. Stops when `visit` returns false. `visit` must not call the store.
  virtual void visit(const IndexedFilter& filter, const std::function<bool(const Json& item)>& visit) const = 0;

  // How many items pass the filter.
  virtual std::int64_t count(const IndexedFilter& filter) const = 0;

  // IN PROGRESS items whose lease ended before `now`.
  virtual std::vector<Workitem> expired(TimePoint now) const = 0;

  // Gives every IN PROGRESS item at least until `until`: performers cannot renew while the worklist is down.
  virtual void extend_leases(TimePoint until) = 0;
};

}  // namespace sonolist::plugin
