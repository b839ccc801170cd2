// Results that the PACS holds although the worklist knows no COMPLETED step for them: after its data base was lost or
// restored, or when another Sonolist made them. Pure.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "plugin/worklist/workitem.h"

namespace sonolist::plugin {

// What adoption needs of one of our structured reports.
struct ReportHeader {
  struct Reference {
    std::string sop_class_uid, sop_instance_uid, series_instance_uid;
  };
  bool is_ours = false;
  std::string sop_class_uid, sop_instance_uid, series_instance_uid, study_instance_uid;
  std::string model, model_version, weights_sha256;
  std::string date_time;              // Content Date and Time as DT
  std::vector<Reference> references;  // of Current Requested Procedure Evidence Sequence: images and segmentations
};

// Reads the answer of Orthanc to /instances/{id}/tags. What is absent stays empty.
ReportHeader read_report_header(const nlohmann::json& tags);

// True when the step asks for this report: same model, a version that suits, and its first input is in evidence.
bool answers(const ReportHeader& report, const Workitem& workitem);

// The step as COMPLETED by the report and the segmentations it refers to. Its comment says that it was adopted.
// `retrieve_root` ends with a slash.
Workitem adopted(const Workitem& scheduled, const ReportHeader& report, const std::string& retrieve_root);

}  // namespace sonolist::plugin
