// What the audit index holds: records of what happened, each with its results. See docs/audit.md.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "dicom_sr/codes/code.h"
#include "plugin/worklist/date_time.h"

namespace sonolist::plugin {

// One number that a report gives for one structure.
struct AuditMeasurement {
  dicom::Code concept;
  std::string modifier;  // meaning of the derivation, e.g. "Minimum"; or empty
  double value = 0;      // finite
  std::string unit;      // UCUM
};

// One line of evidence.
struct AuditResult {
  std::string outcome;  // found, missing, compared, failed, skipped
  std::string reason;   // a sentence without patient data; empty unless failed or skipped
  std::optional<dicom::Code> structure, laterality;
  std::string tracking_uid, segmentation_uid;
  std::optional<int> segment;
  std::vector<AuditMeasurement> measurements;
};

// What took the picture: attributes of the General Equipment and General Series modules (PS3.3 C.7.5.1, C.7.3.1).
struct AuditScanner {
  std::string modality, manufacturer, scanner_model, station;
};

struct AuditAlgorithm {
  std::string producer;  // Manufacturer of the report
  std::string model, model_version;
  std::string weights;  // SHA-256, or empty
};

// A report, a comparison, a step that failed, an image that was skipped.
struct AuditRecord {
  std::string kind;        // report, agreement, failure, skipped
  std::string orthanc_id;  // of the report or the image; empty for a step
  std::string sop_uid;     // of the report, the workitem, or the image
  std::string study_uid, study_date, patient_id, accession_number;
  std::string source_sop_uid;  // of the image
  AuditScanner scanner;
  bool scanner_known = false;
  AuditAlgorithm algorithm;
  TimePoint time;
  std::string sha256;  // of the file; empty for a step
  std::vector<AuditResult> results;
};

// More results than this in one record cannot be numbered: see audit_record_id().
inline constexpr std::size_t kMostResults = 4096;

// The number of a record: drawn from where it lies and its UID, a multiple of kMostResults and positive. `salt` is 0
// unless another record has the number already. The result at place n has the number id + n. Pure.
std::int64_t audit_record_id(const std::string& source, const std::string& kind, const std::string& uid, int salt = 0);

}  // namespace sonolist::plugin
