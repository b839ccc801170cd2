#include "plugin/audit/step_record.h"

#include "dicom_sr/workitem/tags.h"
#include "plugin/worklist/cancellation.h"
#include "plugin/worklist/processing_parameters.h"
#include "plugin/worklist/sql/workitem_columns.h"

namespace sonolist::plugin {

namespace tag = dicom::tag;

AuditRecord failure_record(const Workitem& workitem, TimePoint ended) {
  const LazyDataSet& item = workitem.item;
  const auto text = [&item](const char* key) { return dicom::get_string(item, key).value_or(""); };
  AuditRecord record;
  record.kind = "failure";
  record.sop_uid = workitem.uid();
  record.study_uid = text(tag::kStudyInstanceUid);
  record.patient_id = text(tag::kPatientId);
  const std::vector<std::string> accessions = accession_numbers(item);
  if (!accessions.empty()) record.accession_number = accessions.front();
  record.source_sop_uid = workitem.source_sop_uid();
  record.scanner_known = true;  // there is nothing to wait for
  record.algorithm.model = workitem.model();
  record.algorithm.model_version = parameter_text(item, "MODELVERSION");
  record.time = ended;
  std::string reason = dicom::get_string(progress_item(item), tag::kReasonForCancellation).value_or("");
  const std::string error_class = discontinuation_class(item);
  if (!error_class.empty()) reason = error_class + ": " + reason;
  record.results.push_back({"failed", reason, std::nullopt, std::nullopt, "", "", std::nullopt, {}});
  return record;
}

}  // namespace sonolist::plugin
