#include <set>
#include <string>

#include "dicom_sr/validation/reference_rules.h"

namespace sonolist::dicom {

namespace {

void compare(const std::string& object, const char* attribute, const std::set<std::string>& used,
             const std::set<std::string>& listed, Findings& findings) {
  for (const std::string& uid : used) {
    if (listed.count(uid) == 0) findings.push_back({object, "evidence", attribute, "does not list " + uid});
  }
  for (const std::string& uid : listed) {
    if (used.count(uid) == 0)
      findings.push_back({object, "evidence", attribute, "lists " + uid + ", which nothing refers to"});
  }
}

std::set<std::string> instances(const std::vector<ReadEvidence>& references) {
  std::set<std::string> uids;
  for (const ReadEvidence& reference : references) uids.insert(reference.sop_instance_uid);
  return uids;
}

}  // namespace

void check_evidence(const ObjectFacts& object, Findings& findings) {
  if (object.report) {
    compare(object.name, "CurrentRequestedProcedureEvidenceSequence (0040,a375)", instances(object.report->references),
            instances(object.report->evidence), findings);
  }
  if (object.modality != "SEG") return;
  std::set<std::string> sources;
  for (const SegmentationFrameFacts& frame : object.segmentation_frames) {
    if (!frame.source_sop_instance_uid.empty()) sources.insert(frame.source_sop_instance_uid);
  }
  compare(object.name, "ReferencedSeriesSequence (0008,1115)", sources, instances(object.referenced_instances),
          findings);
}

void check_report(const ObjectFacts& report, Findings& findings) {
  if (!report.report_problem.empty()) findings.push_back({report.name, "report", "", report.report_problem});
}

}  // namespace sonolist::dicom
