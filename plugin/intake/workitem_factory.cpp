#include "plugin/intake/workitem_factory.h"

#include "dicom_sr/uid/deterministic_uid.h"
#include "dicom_sr/workitem/processing_task.h"
#include "dicom_sr/workitem/tags.h"
#include "plugin/intake/retrieve_url.h"
#include "plugin/intake/series_step.h"

namespace sonolist::plugin {
namespace {

constexpr const char* kWorklistLabel = "SONOLIST";
constexpr std::size_t kMaximumLabelLength = 64;  // VR LO

struct Instance {
  std::string sop_class_uid, sop_instance_uid, series_instance_uid, study_instance_uid;
};

dicom::InputSeries input_of(const Instance& instance, const std::string& retrieve_root) {
  return {
      instance.series_instance_uid,
      instance_url(retrieve_root, instance.study_instance_uid, instance.series_instance_uid, instance.sop_instance_uid),
      {{instance.sop_class_uid, instance.sop_instance_uid}}};
}

dicom::InputSeries input_of(const SegmentationHeader& header, const std::string& retrieve_root) {
  return input_of(
      Instance{header.sop_class_uid, header.sop_instance_uid, header.series_instance_uid, header.study_instance_uid},
      retrieve_root);
}

void set_patient(dicom::ProcessingTask& task, const ImageAttributes& image) {
  task.patient_name = image.value("PatientName");
  task.patient_id = image.value("PatientID");
  task.issuer_of_patient_id = image.value("IssuerOfPatientID");
  task.patient_birth_date = image.value("PatientBirthDate");
  task.patient_sex = image.value("PatientSex");
  task.accession_number = image.value("AccessionNumber");
}

// The results belong beside the image. A root that names no host says nothing: a performer then stores where it found
// the step.
std::string storage_url_at(const std::string& retrieve_root) {
  const bool names_host = retrieve_root.find("://") != std::string::npos;
  return names_host ? retrieve_root + "studies" : "";
}

Workitem first_workitem(dicom::ProcessingTask task, const ImageAttributes& image, const std::string& retrieve_root,
                        TimePoint now) {
  task.attempt = 1;
  task.worklist_label = kWorklistLabel;
  task.start_date_time = format_date_time(now);
  task.study_instance_uid = image.value("StudyInstanceUID");
  task.storage_url = storage_url_at(retrieve_root);
  set_patient(task, image);
  Workitem workitem;
  workitem.item = dicom::to_workitem(task);
  workitem.item.erase(dicom::tag::kTransactionUid);
  dicom::set_string(workitem.item, dicom::tag::kScheduledProcedureStepModificationDateTime, "DT",
                    format_date_time(now));
  return workitem;
}

dicom::ProcessingTask task_of(const Rule& rule) {
  dicom::ProcessingTask task;
  task.model = rule.model;
  task.model_version = rule.model_version;
  task.priority = rule.priority;
  task.outputs = rule.outputs;
  task.label = ("US segmentation: " + rule.model).substr(0, kMaximumLabelLength);
  return task;
}

void set_expiration(Workitem& workitem, const Rule& rule, TimePoint now) {
  if (!rule.expires_after) return;
  dicom::set_string(workitem.item, dicom::tag::kScheduledProcedureStepExpirationDateTime, "DT",
                    format_date_time(now + *rule.expires_after));
}

}  // namespace

Workitem make_workitem(const ImageAttributes& image, const Rule& rule, const std::string& retrieve_root,
                       TimePoint now) {
  const std::string sop_uid = image.value("SOPInstanceUID");
  dicom::ProcessingTask task = task_of(rule);
  task.workitem_uid =
      dicom::deterministic_uid("workitem|" + sop_uid + "|" + rule.model + "|" + rule.model_version + "|1");
  task.inputs = {input_of(
      Instance{image.value("SOPClassUID"), sop_uid, image.value("SeriesInstanceUID"), image.value("StudyInstanceUID")},
      retrieve_root)};
  Workitem workitem = first_workitem(std::move(task), image, retrieve_root, now);
  set_expiration(workitem, rule, now);
  return workitem;
}

Workitem make_series_workitem(const ImageAttributes& image, const Rule& rule, const std::string& retrieve_root,
                              TimePoint now) {
  const std::string series_uid = image.value("SeriesInstanceUID");
  dicom::ProcessingTask task = task_of(rule);
  task.workitem_uid =
      dicom::deterministic_uid("workitem|series|" + series_uid + "|" + rule.model + "|" + rule.model_version + "|1");
  task.inputs = {{series_uid,
                  series_url(retrieve_root, image.value("StudyInstanceUID"), series_uid),
                  {{image.value("SOPClassUID"), image.value("SOPInstanceUID")}}}};
  Workitem workitem = first_workitem(std::move(task), image, retrieve_root, now);
  workitem.series_key = series_key(series_uid, rule);
  workitem.quiet_at = now + rule.quiet;
  dicom::set_string(workitem.item, dicom::tag::kInputReadinessState, "CS", "INCOMPLETE");
  set_expiration(workitem, rule, now);
  return workitem;
}

Workitem make_agreement_workitem(const ImageAttributes& patient, const SegmentationHeader& ours,
                                 const SegmentationHeader& reference, const std::string& retrieve_root, TimePoint now) {
  dicom::ProcessingTask task;
  task.workitem_uid =
      dicom::deterministic_uid("workitem|agreement|" + ours.sop_instance_uid + "|" + reference.sop_instance_uid + "|1");
  task.model = dicom::kAgreementModel;
  task.label = "Agreement of two segmentations";
  task.inputs = {input_of(ours, retrieve_root), input_of(reference, retrieve_root)};
  return first_workitem(std::move(task), patient, retrieve_root, now);
}

}  // namespace sonolist::plugin
