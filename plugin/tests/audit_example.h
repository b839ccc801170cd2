// Records for the tests of the audit.
#pragma once

#include "plugin/audit/audit_record.h"

namespace sonolist::plugin {

inline const dicom::Code kNerve{"23056005", "SCT", "Sciatic nerve"};
inline const dicom::Code kArtery{"7657000", "SCT", "Femoral artery"};
inline const dicom::Code kAreaConcept{"42798000", "SCT", "Area"};

// A report of version `version` on image 1.2.`id` with a nerve of this area; the artery was not found.
inline AuditRecord example_report(const std::string& id, const std::string& time, double area,
                                  const std::string& version = "1.0.0") {
  AuditRecord record;
  record.kind = "report";
  record.orthanc_id = "report-" + id;
  record.sop_uid = "1.3." + id;
  record.study_uid = "1.4." + id;
  record.study_date = time.substr(0, 8);
  record.patient_id = "P" + id;
  record.accession_number = "A" + id;
  record.source_sop_uid = "1.2." + id;
  record.scanner = {"US", "ACME", "Probe 9", "OR3"};
  record.scanner_known = true;
  record.algorithm = {"Sonolist", "anterior-sciatic", version, std::string(64, 'a')};
  record.time = parse_date_time(time)->first;
  record.sha256 = std::string(64, 'b');
  AuditResult nerve;
  nerve.outcome = "found";
  nerve.structure = kNerve;
  nerve.tracking_uid = "2.25." + id;
  nerve.segmentation_uid = "1.5." + id;
  nerve.segment = 1;
  nerve.measurements = {{kAreaConcept, "", area, "mm2"}, {{"131197000", "SCT", "Depth"}, "Minimum", area / 10, "mm"}};
  AuditResult artery;
  artery.outcome = "missing";
  artery.structure = kArtery;
  record.results = {nerve, artery};
  return record;
}

}  // namespace sonolist::plugin
