// What the plug-in does for the images of its own PACS: intake, reconciliation, processing again, the audit index, and
// the care of the worklist.
#pragma once

#include "plugin/administration/administration_handler.h"
#include "plugin/administration/reprocessor.h"
#include "plugin/audit/audit_handler.h"
#include "plugin/audit/audit_indexer.h"
#include "plugin/configuration/configuration.h"
#include "plugin/intake/background_worker.h"
#include "plugin/intake/intake.h"
#include "plugin/monitoring/intake_health.h"
#include "plugin/worklist/sql/sql_intake_store.h"
#include "plugin/worklist/sql/sql_reprocess_store.h"

namespace sonolist::plugin {

class PacsSide {
 public:
  // True for a final step that a subscriber wants kept.
  using IsLocked = std::function<bool(const Workitem&)>;

  // Borrows everything. `pacs` identifies the PACS among those that share the data base; `observer` of the audit may be
  // null.
  PacsSide(ImageSource& images, SqlDatabase& database, WorklistStore& worklist, const std::string& pacs,
           const Configuration& configuration, const IsLocked& is_locked, AuditObserver* observer, Log& log);

  void start();
  void stop();

  // An image came. Safe inside callbacks of the PACS.
  void hint() noexcept { worker_.hint(); }

  // An image left. Likewise.
  void hint_deletion(const std::string& orthanc_id) noexcept;

  const IntakeStore& intake_store() const { return intake_store_; }
  IntakeHealth::State intake_health() const { return intake_health_.state(); }
  IntakeProgress intake_progress() const;
  const AdministrationHandler& administration() const { return administration_handler_; }
  const AuditHandler& audit() const { return audit_handler_; }

 private:
  std::vector<Duty> duties(const Configuration& configuration, const IsLocked& is_locked);
  std::vector<Duty> audit_duties();
  std::chrono::milliseconds take_in();
  std::chrono::milliseconds reconcile(std::chrono::hours interval);
  std::chrono::milliseconds sweep_worklist(const LeasePolicy& lease);

  ImageSource& images_;
  WorklistStore& worklist_;
  Log& log_;
  SqlIntakeStore intake_store_;
  SqlReprocessStore reprocess_store_;
  ImageExaminer examiner_;
  Intake intake_;
  IntakeHealth intake_health_{system_time};
  Reprocessor reprocessor_;
  Administration administration_;
  AdministrationHandler administration_handler_;
  AuditIndex audit_index_;
  AuditIndexer audit_indexer_;
  AuditHandler audit_handler_;
  std::atomic<bool> image_left_{false};
  bool leases_extended_ = false;                       // the worker's thread only
  std::chrono::steady_clock::time_point next_scan_{};  // likewise
  bool withdrawal_is_due_ = false;
  BackgroundWorker worker_;
  BackgroundWorker audit_worker_;  // its reports take longer than a new image may wait
};

}  // namespace sonolist::plugin
