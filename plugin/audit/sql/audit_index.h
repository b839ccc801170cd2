// Writing the audit index: records and what waits to be looked at.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "plugin/audit/audit_record.h"
#include "plugin/audit/sql/dictionaries.h"
#include "plugin/worklist/sql/sql_database.h"

namespace sonolist::plugin {

// What the index is to hold of an instance: a record, or nothing.
struct IndexedInstance {
  std::string orthanc_id;
  std::optional<AuditRecord> record;
};

// What the intake noted of an image that was not queued.
struct SkippedImage {
  std::string reason;
  TimePoint seen;
};

struct ReindexProgress {
  bool running = false;
  std::int64_t done = 0, total = 0, failures = 0;
  std::optional<TimePoint> started, finished;
};

// Of one PACS. One thread at a time calls it, but for progress(). Throws StoreError.
class AuditIndex {
 public:
  // Borrows the data base.
  AuditIndex(SqlDatabase& database, std::string source, Clock clock);

  // Instances that have to be looked at, in no order.
  std::vector<std::string> pending(std::size_t limit) const;

  // Replaces what the index holds of these instances, and takes them off the list; in one transaction. A record keeps
  // its place in snapshots. `failures`: how many of them could not be read.
  void write(const std::vector<IndexedInstance>& instances, int failures);

  // Puts them on the list. The intake does so by itself, see worklist/sql/audit_pending.h.
  void add_pending(const std::vector<std::string>& orthanc_ids);

  bool holds(const std::string& orthanc_id) const;
  std::vector<std::string> indexed_reports() const;  // their Orthanc identifiers

  std::optional<SkippedImage> skipped_image(const std::string& orthanc_id) const;

  // Works off events of the worklist: steps that failed for good become records, those that got a replacement are none
  // any more. True when more are waiting.
  bool follow_steps(std::size_t limit);

  // Puts everything on the list: the reports with these identifiers, what is indexed, what was skipped; and looks at
  // all steps anew.
  void begin_reindex(const std::vector<std::string>& reports);
  ReindexProgress progress() const;

 private:
  void follow_step(SqlSession& session, const std::string& uid, Dictionaries& dictionaries);
  void update_progress(SqlSession& session, int failures);

  // Runs `work(session, dictionaries)` under the lock of the index.
  template <typename Work>
  auto write_index(const Work& work);

  SqlDatabase& database_;
  const std::string source_;
  const Clock clock_;
};

}  // namespace sonolist::plugin
