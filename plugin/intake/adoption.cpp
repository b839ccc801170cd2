#include "plugin/intake/adoption.h"

#include <algorithm>

#include "dicom_sr/workitem/processing_task.h"
#include "dicom_sr/workitem/tags.h"
#include "plugin/intake/retrieve_url.h"
#include "plugin/routing/image_attributes.h"
#include "plugin/routing/segmentation_header.h"
#include "plugin/routing/tag_items.h"
#include "plugin/worklist/processing_parameters.h"

namespace sonolist::plugin {
namespace {

using nlohmann::json;
namespace tag = dicom::tag;

constexpr const char* kEvidence = "0040,a375";
constexpr const char* kEvidenceSeries = "0008,1115";
constexpr const char* kEvidenceInstances = "0008,1199";
constexpr const char* kContentSequence = "0040,a730";
constexpr const char* kConceptName = "0040,a043";
constexpr const char* kAlgorithmName = "111001";
constexpr const char* kAlgorithmVersion = "111003";
constexpr const char* kStationName = "adopted from the PACS";

// The text of the first content item, in document order, whose concept has this code of DCM.
std::string first_text(const json& container, const std::string& code) {
  for (const json& item : tag_items(container, kContentSequence)) {
    for (const json& name : tag_items(item, kConceptName)) {
      if (ImageAttributes::from_orthanc(name).value("CodeValue") == code) {
        return ImageAttributes::from_orthanc(item).value("TextValue");
      }
    }
    std::string below = first_text(item, code);
    if (!below.empty()) return below;
  }
  return "";
}

}  // namespace

ReportHeader read_report_header(const json& tags) {
  const ImageAttributes attributes = ImageAttributes::from_orthanc(tags);
  ReportHeader report;
  report.is_ours = attributes.value("Manufacturer") == "Sonolist";
  report.sop_class_uid = attributes.value("SOPClassUID");
  report.sop_instance_uid = attributes.value("SOPInstanceUID");
  report.series_instance_uid = attributes.value("SeriesInstanceUID");
  report.study_instance_uid = attributes.value("StudyInstanceUID");
  report.weights_sha256 = attributes.value("DeviceSerialNumber");
  report.date_time = attributes.value("ContentDate") + attributes.value("ContentTime");
  report.model = first_text(tags, kAlgorithmName);
  report.model_version = first_text(tags, kAlgorithmVersion);
  for (const json& study : tag_items(tags, kEvidence)) {
    for (const json& series : tag_items(study, kEvidenceSeries)) {
      const std::string series_uid = ImageAttributes::from_orthanc(series).value("SeriesInstanceUID");
      for (const json& object : tag_items(series, kEvidenceInstances)) {
        const ImageAttributes reference = ImageAttributes::from_orthanc(object);
        report.references.push_back(
            {reference.value("ReferencedSOPClassUID"), reference.value("ReferencedSOPInstanceUID"), series_uid});
      }
    }
  }
  return report;
}

bool answers(const ReportHeader& report, const Workitem& workitem) {
  if (!report.is_ours || report.model.empty() || report.model != workitem.model()) return false;
  const std::string wanted_version = parameter_text(workitem.item, "MODELVERSION");
  if (!wanted_version.empty() && wanted_version != report.model_version) return false;
  const std::string source = workitem.source_sop_uid();
  return std::any_of(report.references.begin(), report.references.end(),
                     [&](const ReportHeader::Reference& reference) { return reference.sop_instance_uid == source; });
}

Workitem adopted(const Workitem& scheduled, const ReportHeader& report, const std::string& retrieve_root) {
  dicom::PerformedTask performed;
  performed.station_name = kStationName;
  performed.model = report.model;
  performed.model_version = report.model_version;
  performed.weights_sha256 = report.weights_sha256;
  performed.start_date_time = report.date_time;
  performed.end_date_time = report.date_time;
  performed.study_instance_uid = report.study_instance_uid;
  for (const ReportHeader::Reference& reference : report.references) {
    if (!is_segmentation_class(reference.sop_class_uid)) continue;
    performed.outputs.push_back({reference.sop_class_uid, reference.sop_instance_uid, reference.series_instance_uid,
                                 instance_url(retrieve_root, report.study_instance_uid, reference.series_instance_uid,
                                              reference.sop_instance_uid)});
  }
  performed.outputs.push_back(
      {report.sop_class_uid, report.sop_instance_uid, report.series_instance_uid,
       instance_url(retrieve_root, report.study_instance_uid, report.series_instance_uid, report.sop_instance_uid)});
  Workitem workitem = scheduled;
  workitem.state = StepState::kCompleted;
  workitem.quiet_at.reset();
  workitem.item.update(dicom::performed_update(performed));
  dicom::set_string(workitem.item, tag::kProcedureStepState, "CS", to_string(StepState::kCompleted));
  dicom::set_string(workitem.item, tag::kInputReadinessState, "CS", "READY");
  dicom::set_string(workitem.item, tag::kCommentsOnScheduledProcedureStep, "LT",
                    "Adopted: the PACS held the result before the worklist knew of the step");
  return workitem;
}

}  // namespace sonolist::plugin
