#include "plugin/orthanc/pacs_side.h"

#include <algorithm>

#include "plugin/intake/withdrawal.h"
#include "plugin/worklist/sweep.h"

namespace sonolist::plugin {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kAtOnce{0};
constexpr milliseconds kPoll{1000};
constexpr milliseconds kAuditPoll{500};
// Between two pages of a scan: the daily work goes first.
constexpr milliseconds kBetweenPages{50};
constexpr milliseconds kSweepInterval{250};
constexpr milliseconds kRetentionInterval{60'000};
constexpr std::size_t kRemovedAtOnce = 200;

}  // namespace

PacsSide::PacsSide(ImageSource& images, SqlDatabase& database, WorklistStore& worklist, const std::string& pacs,
                   const Configuration& configuration, const IsLocked& is_locked, AuditObserver* observer, Log& log)
    : images_(images),
      worklist_(worklist),
      log_(log),
      intake_store_(database, system_time, pacs, configuration.ageing),
      reprocess_store_(database, pacs),
      examiner_(images, intake_store_, log, configuration.intake_policy(), system_time),
      intake_(images, intake_store_, examiner_, log),
      reprocessor_(examiner_, intake_store_, worklist, reprocess_store_, system_time),
      administration_(images, worklist, reprocess_store_, system_time),
      administration_handler_(administration_),
      audit_index_(database, pacs, system_time),
      audit_indexer_(images, audit_index_, log),
      audit_handler_(database, audit_indexer_, system_time, observer),
      worker_(duties(configuration, is_locked), log),
      audit_worker_(audit_duties(), log) {}

void PacsSide::start() {
  worker_.start();
  audit_worker_.start();
}

void PacsSide::stop() {
  worker_.stop();
  audit_worker_.stop();
}

void PacsSide::hint_deletion(const std::string& orthanc_id) noexcept {
  image_left_ = true;
  audit_indexer_.left(orthanc_id);
}

std::vector<Duty> PacsSide::audit_duties() {
  return {{"the audit index is delayed",
           [this] { return audit_indexer_.work(audit_worker_.stopping()) ? kAtOnce : kAuditPoll; }}};
}

std::vector<Duty> PacsSide::duties(const Configuration& configuration, const IsLocked& is_locked) {
  std::vector<Duty> duties;
  duties.push_back({"the intake is delayed", [this] { return take_in(); }, true});
  duties.push_back(
      {"leases and expirations are delayed", [this, lease = configuration.lease] { return sweep_worklist(lease); }});
  duties.push_back({"the reconciliation with the PACS is delayed",
                    [this, interval = configuration.reconcile] { return reconcile(interval); }});
  duties.push_back(
      {"processing again is delayed", [this] { return reprocessor_.work(worker_.stopping()) ? kAtOnce : kPoll; }});
  if (configuration.retention) {
    duties.push_back({"old steps are not deleted", [this, age = *configuration.retention, is_locked] {
                        const auto removed = worklist_.remove_finished(system_time() - age, kRemovedAtOnce, is_locked);
                        return removed > 0 ? kBetweenPages : kRetentionInterval;
                      }});
  }
  return duties;
}

IntakeProgress PacsSide::intake_progress() const {
  IntakeProgress progress;
  progress.cursor = intake_store_.cursor();
  progress.since_success = intake_health_.state().since_success.count();
  try {
    progress.lag = std::max<std::int64_t>(0, images_.last_change() - progress.cursor);
  } catch (const ImageSourceError&) {
    // The PACS does not tell: then there is no figure.
  }
  return progress;
}

milliseconds PacsSide::take_in() {
  return intake_health_.watch([this] { return intake_.step(worker_.stopping()) ? kAtOnce : kPoll; });
}

milliseconds PacsSide::sweep_worklist(const LeasePolicy& lease) {
  if (!leases_extended_) worklist_.extend_leases(system_time() + lease.duration);
  leases_extended_ = true;
  const SweepResult result = sweep(worklist_, lease.retry, system_time());
  if (result.lost_performers > 0) {
    log_.warning("Sonolist: " + std::to_string(result.lost_performers) + " step(s) canceled: the lease expired");
  }
  if (result.expired > 0) {
    log_.warning("Sonolist: " + std::to_string(result.expired) +
                 " step(s) canceled: no performer claimed them in time");
  }
  return kSweepInterval;
}

milliseconds PacsSide::reconcile(std::chrono::hours interval) {
  const auto now = std::chrono::steady_clock::now();
  const bool scan_is_due = now >= next_scan_;
  if (scan_is_due) {
    intake_.request_scan();
    audit_indexer_.request_reconciliation();
    next_scan_ = now + interval;
  }
  if (image_left_.exchange(false) || scan_is_due) withdrawal_is_due_ = true;
  if (withdrawal_is_due_) {
    // Pages of a scan shift when an image leaves: one that was under way begins anew.
    if (intake_.is_scanning()) intake_.request_scan();
    const int withdrawn = withdraw_deleted(images_, intake_store_, worklist_, system_time(), worker_.stopping());
    if (withdrawn > 0) log_.info("Sonolist: " + std::to_string(withdrawn) + " step(s) canceled: the image was deleted");
    withdrawal_is_due_ = false;  // after an error it still is
  }
  return intake_.scan(worker_.stopping()) ? kBetweenPages : kPoll;
}

}  // namespace sonolist::plugin
