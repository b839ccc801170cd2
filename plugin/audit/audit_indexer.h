// Keeps the audit index true to the PACS.
#pragma once

#include <atomic>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "plugin/audit/audit_handler.h"
#include "plugin/audit/sql/audit_index.h"
#include "plugin/intake/image_source.h"
#include "plugin/log/log.h"

namespace sonolist::plugin {

// work() is called by one thread at a time; the rest is thread safe.
class AuditIndexer : public Reindexing {
 public:
  // Borrows everything.
  AuditIndexer(ImageSource& images, AuditIndex& index, Log& log) : images_(images), index_(index), log_(log) {}

  // Looks at some of what waits; true when more is waiting. Throws ImageSourceError and StoreError: call it again after
  // a while. An instance that fails kMaximumTries times is left out, and said so in the log.
  bool work(const std::atomic<bool>& stop);

  // An instance was deleted. Safe inside callbacks of the PACS.
  void left(const std::string& orthanc_id) noexcept;

  // Compares the reports of the PACS with those of the index, with the next call of work().
  void request_reconciliation() { reconciliation_requested_ = true; }

  void request_reindex() override { reindex_requested_ = true; }
  ReindexProgress reindex_progress() const override { return index_.progress(); }

  static constexpr int kMaximumTries = 5;

 private:
  void take_deletions();
  void reconcile();
  bool index_pending(const std::atomic<bool>& stop);
  IndexedInstance examine(const std::string& orthanc_id);
  std::optional<AuditRecord> report_record(const std::string& orthanc_id);
  std::optional<AuditRecord> skipped_record(const std::string& orthanc_id, const SkippedImage& skipped);
  void add_scanner(AuditRecord& record);
  std::vector<std::string> all_reports();

  ImageSource& images_;
  AuditIndex& index_;
  Log& log_;
  std::atomic<bool> reindex_requested_{false};
  std::atomic<bool> reconciliation_requested_{true};
  std::map<std::string, int> tries_;  // of instances that failed
  int failures_ = 0;                  // of the batch in work

  std::mutex mutex_;
  std::vector<std::string> left_;
};

}  // namespace sonolist::plugin
