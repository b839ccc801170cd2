#include "plugin/audit/audit_indexer.h"

#include <algorithm>
#include <set>

#include "dicom_sr/error.h"
#include "plugin/audit/report_record.h"
#include "plugin/routing/router.h"
#include "plugin/routing/segmentation_header.h"

namespace sonolist::plugin {
namespace {

constexpr std::size_t kInstancesAtOnce = 50;
constexpr std::size_t kEventsAtOnce = 500;

}  // namespace

void AuditIndexer::left(const std::string& orthanc_id) noexcept {
  try {
    const std::lock_guard<std::mutex> lock(mutex_);
    left_.push_back(orthanc_id);
  } catch (const std::exception&) {
    request_reconciliation();  // no memory for it: found by looking
  }
}

bool AuditIndexer::work(const std::atomic<bool>& stop) {
  take_deletions();
  if (reindex_requested_.exchange(false)) index_.begin_reindex(all_reports());
  if (reconciliation_requested_.exchange(false)) reconcile();
  const bool more_steps = index_.follow_steps(kEventsAtOnce);
  return index_pending(stop) || more_steps;
}

void AuditIndexer::take_deletions() {
  std::vector<std::string> left;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    left.swap(left_);
  }
  left.erase(std::remove_if(left.begin(), left.end(), [this](const std::string& id) { return !index_.holds(id); }),
             left.end());
  index_.add_pending(left);
}

std::vector<std::string> AuditIndexer::all_reports() {
  return images_.instances_matching({{"Modality", "SR"}});
}

void AuditIndexer::reconcile() {
  const std::vector<std::string> stored = all_reports();
  const std::vector<std::string> indexed = index_.indexed_reports();
  const std::set<std::string> in_pacs(stored.begin(), stored.end());
  const std::set<std::string> in_index(indexed.begin(), indexed.end());
  std::vector<std::string> differing;
  std::set_symmetric_difference(in_pacs.begin(), in_pacs.end(), in_index.begin(), in_index.end(),
                                std::back_inserter(differing));
  index_.add_pending(differing);
}

bool AuditIndexer::index_pending(const std::atomic<bool>& stop) {
  const std::vector<std::string> ids = index_.pending(kInstancesAtOnce);
  std::vector<IndexedInstance> instances;
  failures_ = 0;
  for (const std::string& id : ids) {
    if (stop) break;
    instances.push_back(examine(id));
  }
  if (instances.empty()) return false;
  index_.write(instances, failures_);
  for (const IndexedInstance& instance : instances) tries_.erase(instance.orthanc_id);
  return ids.size() == kInstancesAtOnce;
}

IndexedInstance AuditIndexer::examine(const std::string& orthanc_id) {
  try {
    const auto sop_class = images_.sop_class_uid(orthanc_id);
    if (!sop_class) return {orthanc_id, std::nullopt};
    if (is_report_class(*sop_class)) return {orthanc_id, report_record(orthanc_id)};
    const auto skipped = index_.skipped_image(orthanc_id);
    if (!skipped || is_segmentation_class(*sop_class)) return {orthanc_id, std::nullopt};
    return {orthanc_id, skipped_record(orthanc_id, *skipped)};
  } catch (const ImageSourceError& error) {
    if (++tries_[orthanc_id] < kMaximumTries) throw;
    log_.error("Sonolist: instance " + orthanc_id + " is not in the audit index after " +
               std::to_string(kMaximumTries) + " tries: " + error.what());
    ++failures_;
    return {orthanc_id, std::nullopt};
  }
}

std::optional<AuditRecord> AuditIndexer::report_record(const std::string& orthanc_id) {
  const auto file = images_.file(orthanc_id);
  if (!file) return std::nullopt;
  try {
    AuditRecord record = read_report_record({file->begin(), file->end()});
    record.orthanc_id = orthanc_id;
    add_scanner(record);
    return record;
  } catch (const dicom::DicomError& error) {
    log_.info("Sonolist: report " + orthanc_id + " is not in the audit index: " + error.what());
    ++failures_;
    return std::nullopt;
  }
}

// A report does not say what took its pictures; the pictures do.
void AuditIndexer::add_scanner(AuditRecord& record) {
  if (record.source_sop_uid.empty()) {
    record.scanner_known = true;  // there is nothing to wait for
    return;
  }
  for (const std::string& id : images_.instances_matching({{"SOPInstanceUID", record.source_sop_uid}})) {
    const auto tags = images_.tags(id);
    if (!tags) continue;
    record.scanner = scanner_of(ImageAttributes::from_orthanc(*tags));
    record.scanner_known = true;
    return;
  }
}

std::optional<AuditRecord> AuditIndexer::skipped_record(const std::string& orthanc_id, const SkippedImage& skipped) {
  const auto tags = images_.tags(orthanc_id);
  if (!tags) return std::nullopt;
  const ImageAttributes image = ImageAttributes::from_orthanc(*tags);
  if (image.value("Manufacturer") == "Sonolist") return std::nullopt;  // a result is no image that was left out
  AuditRecord record;
  record.kind = "skipped";
  record.orthanc_id = orthanc_id;
  record.sop_uid = image.value("SOPInstanceUID");
  record.study_uid = image.value("StudyInstanceUID");
  record.study_date = image.value("StudyDate");
  record.patient_id = image.value("PatientID");
  record.accession_number = image.value("AccessionNumber");
  record.source_sop_uid = record.sop_uid;
  record.scanner = scanner_of(image);
  record.scanner_known = true;
  record.time = skipped.seen;
  record.results.push_back({"skipped", skipped.reason, std::nullopt, std::nullopt, "", "", std::nullopt, {}});
  return record;
}

}  // namespace sonolist::plugin
