#include "plugin/tests/samples.h"

#include <cstdlib>
#include <stdexcept>

#include "dicom_sr/workitem/processing_task.h"
#include "dicom_sr/workitem/tags.h"
#include "plugin/worklist/processing_parameters.h"

namespace sonolist::plugin {

namespace tag = dicom::tag;

TemporaryFolder::TemporaryFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "sonolist-test-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder can be made");
  path_ = name;
}

Json sample_create_data_set() {
  dicom::ProcessingTask task;
  task.workitem_uid = "1.2.3";
  task.model = "anterior-sciatic";
  task.priority = "MEDIUM";
  task.worklist_label = "SONOLIST";
  task.label = "US segmentation: anterior-sciatic";
  task.start_date_time = "20260301120000.000000+0000";
  task.study_instance_uid = "1.2.826.0.1.77";
  task.inputs = {
      {"1.2.826.0.1.77.0", "/dicom-web/studies/1.2.826.0.1.77", {{"1.2.840.10008.5.1.4.1.1.6.1", kSourceSopUid}}}};
  task.patient_name = "Mustermann^Erika";
  task.patient_id = "P1";
  task.patient_birth_date = "19700131";
  task.patient_sex = "F";
  task.accession_number = "A7";
  Json item = dicom::to_workitem(task);
  item.erase(tag::kSopInstanceUid);
  item.erase(tag::kSopClassUid);
  return item;
}

Workitem sample_workitem(const std::string& uid) {
  Workitem workitem;
  workitem.item = sample_create_data_set();
  workitem.item.erase(tag::kTransactionUid);
  dicom::set_string(workitem.item, tag::kSopInstanceUid, "UI", uid);
  dicom::set_string(workitem.item, tag::kSopClassUid, "UI", "1.2.840.10008.5.1.4.34.6.1");
  dicom::set_string(workitem.item, tag::kScheduledProcedureStepModificationDateTime, "DT", "20260301120000");
  return workitem;
}

Json sample_performed_update() {
  dicom::PerformedTask performed;
  performed.station_name = "test";
  performed.model = "anterior-sciatic";
  performed.model_version = "1.0.0";
  performed.weights_sha256 = std::string(64, 'a');
  performed.start_date_time = "20260301120000.000000+0000";
  performed.end_date_time = "20260301120001.000000+0000";
  performed.study_instance_uid = "1.2.826.0.1.77";
  performed.outputs = {{"1.2.840.10008.5.1.4.1.1.66.4", "1.2.826.0.1.77.9", "1.2.826.0.1.77.8", "/dicom-web/x"}};
  return dicom::performed_update(performed);
}

Json sample_cancellation_update(const std::string& discontinuation_class) {
  std::vector<Json> codes = {dicom::code_item({"110513", "DCM", "Discontinued for unspecified reason"})};
  if (!discontinuation_class.empty()) {
    codes.push_back(dicom::code_item({discontinuation_class, kLocalScheme, "Reason"}));
  }
  Json progress = Json::object();
  dicom::set_string(progress, tag::kReasonForCancellation, "LT", "Test");
  dicom::set_items(progress, tag::kProcedureStepDiscontinuationReasonCodeSequence, codes);
  Json update = Json::object();
  dicom::set_items(update, tag::kProcedureStepProgressInformationSequence, {progress});
  return update;
}

}  // namespace sonolist::plugin
