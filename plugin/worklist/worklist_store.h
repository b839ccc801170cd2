// What the worklist needs from an engine that keeps it. Two engines: SQLite in a file, PostgreSQL for several hosts.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "plugin/worklist/indexed_filter.h"
#include "plugin/worklist/workitem.h"

namespace sonolist::plugin {

// Who holds a model back: claims are refused while it is paused or while `at_once` of its steps are IN PROGRESS.
struct ClaimLimit {
  int at_once = 0;  // 0: no limit
};

// One step forward: the new form of an item, its events, and the step that replaces it (created with it, if new).
struct WorkitemChange {
  Workitem after;
  std::optional<Workitem> replacement;
  std::vector<WorkitemEvent> events;
  std::optional<ClaimLimit> limit{};  // on a claim: only while the limit and the pauses let it
};

enum class WriteResult {
  kWritten,
  kNothing,  // there was nothing to write
  kStale,    // somebody was faster: read and decide again
  kHeld      // the limit or a pause forbids the claim
};

// A model that a performer serves. A step asks for it by name and, unless its own version is empty, by version.
struct ServedModelVersion {
  std::string model, version;
};

struct ClaimCriteria {
  std::vector<ServedModelVersion> served;
  std::size_t maximum = 1;
  TimePoint now;                             // steps that start later stay where they are
  std::map<std::string, ClaimLimit> limits;  // by model; absent: no limit
  std::string transaction_hash;              // of the claim
  bool urgent_only = false;                  // steps of priority HIGH
};

// Thread safe. Each call is one durable transaction: after it has returned, neither a crash of the process nor a power
// failure undoes it. Functions that are handed over may be called again for the same item, when the engine repeats a
// transaction that was broken off. Throws StoreError.
class WorklistStore {
 public:
  virtual ~WorklistStore() = default;

  // Adds the item and its creation events. False, and nothing is written, when a workitem of that UID exists.
  virtual bool create(const Workitem& workitem) = 0;

  virtual std::optional<Workitem> find(const std::string& uid) const = 0;

  // Reads the item, asks `decide` what becomes of it, and writes that, in one transaction. kNothing when there is no
  // such item or `decide` gives nothing. `decide` must not call the store.
  virtual WriteResult change(const std::string& uid,
                             const std::function<std::optional<WorkitemChange>(const Workitem&)>& decide) = 0;

  // Writes `change` when the item still has the revision that the caller read.
  virtual WriteResult replace(std::int64_t read_revision, const WorkitemChange& change) = 0;

  // Claims the first steps of the queue that are SCHEDULED, READY, due, served and not held, all of one model: that of
  // the first. `claim` gives the change for each. Steps that are IN PROGRESS under the same transaction hash come
  // first and are given as they are: a performer that lost the answer asks again and loses nothing.
  virtual std::vector<Workitem> claim_next(const ClaimCriteria& criteria,
                                           const std::function<WorkitemChange(const Workitem&)>& claim) = 0;

  // Calls `visit` with each item that passes the filter, in the order of the queue: by start time, to which MEDIUM adds
  // one ageing interval and LOW two, then by creation. Stops when `visit` returns false. `visit` must not call the
  // store.
  virtual void visit(const IndexedFilter& filter, const std::function<bool(const Workitem&)>& visit) const = 0;

  // At most `limit` of them from `offset` on, for searches that the indexes answer alone.
  virtual std::vector<LazyDataSet> page(const IndexedFilter& filter, std::size_t offset, std::size_t limit) const = 0;

  // How many items pass the filter; counting ends at `at_most`.
  virtual std::int64_t count(const IndexedFilter& filter, std::int64_t at_most) const = 0;

  // Items whose moment (Workitem::wake_up) has come, earliest first: a lease ended, a step expired, a series is quiet.
  virtual std::vector<Workitem> overdue(TimePoint now, std::size_t limit) const = 0;

  // Gives every IN PROGRESS item at least until `until`: performers cannot renew while the worklist is down.
  virtual void extend_leases(TimePoint until) = 0;

  // Deletes up to `limit` final items that were last changed before `before`, but those for which `is_locked`, with
  // what hangs on them; and up to `limit` events from before it. Returns how many items and events are gone.
  virtual std::int64_t remove_finished(TimePoint before, std::size_t limit,
                                       const std::function<bool(const Workitem&)>& is_locked) = 0;

  // Models whose steps may not be claimed; "" stands for all. What is IN PROGRESS goes on. Survives a restart.
  virtual std::set<std::string> paused_models() const = 0;
  virtual void set_paused(const std::string& model, bool is_paused) = 0;
};

}  // namespace sonolist::plugin
