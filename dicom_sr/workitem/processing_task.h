// What a workitem of Sonolist says (segment an image, compare two segmentations), between the worklist (which writes
// it) and a performer (which reads it): a plain structure and its mapping to a UPS data set (PS3.4 CC.2.5, DICOM JSON).
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "dicom_sr/codes/code.h"
#include "dicom_sr/json/dicom_json.h"
#include "dicom_sr/workitem/output_options.h"

namespace sonolist::dicom {

// The "model" of a step that compares two segmentations of one image: ours (first input) with a person's (second).
inline constexpr const char* kAgreementModel = "agreement";

struct InstanceReference {
  std::string sop_class_uid, sop_instance_uid;
};

// Instances of one series: an item of the Input Information Sequence.
struct InputSeries {
  std::string series_instance_uid;
  std::string retrieve_url;  // WADO-RS URL of the instance (when it is the only one) or the series
  std::vector<InstanceReference> instances;
};

// The scheduled half.
struct ProcessingTask {
  std::string workitem_uid;
  std::string model;                // package name; Scheduled Processing Parameter (MODEL,99SONOLIST)
  std::string model_version;        // exact version, or empty for any; (MODELVERSION,99SONOLIST)
  int attempt = 1;                  // (ATTEMPT,99SONOLIST), 1-based
  std::string priority = "MEDIUM";  // HIGH, MEDIUM, LOW
  std::string worklist_label;       // queue
  std::string label;                // Procedure Step Label
  std::string start_date_time;      // DT with time zone
  std::string study_instance_uid;   // of all inputs
  std::vector<InputSeries> inputs;
  // Patient and request, UTF-8; may be empty.
  std::string patient_name, patient_id, issuer_of_patient_id, patient_birth_date, patient_sex, accession_number;
  OutputTexts outputs;  // (SEGMENTATIONTYPE,99SONOLIST) and so on; what is not named is the performer's choice
  std::string replaced_workitem_uid;  // empty unless this replaces a step
  std::string storage_url;            // STOW-RS destination of the results (0040,4073); empty: the performer's choice
};

// A complete SCHEDULED workitem: every type 1 and 2 attribute of the create column present. Pure.
Json to_workitem(const ProcessingTask& task);

// Throws DicomError(kInput) naming the attribute when the workitem is no task of ours or of the same form
// (another vendor's workitem with DICOM input instances and a model parameter is accepted).
ProcessingTask from_workitem(const Json& workitem);

// The performed half, written by the performer.
struct PerformedTask {
  std::string station_name;                                // processor name
  std::string model, model_version, weights_sha256;        // the last is empty where no network worked
  std::string start_date_time, end_date_time;              // DT with time zone
  std::vector<std::pair<std::string, double>> timings_ms;  // stage name, milliseconds
  std::string study_instance_uid;
  struct Output {
    std::string sop_class_uid, sop_instance_uid, series_instance_uid, retrieve_url;
  };
  std::vector<Output> outputs;
  // Inputs that could not be used, while others could; (LEFTOUT,99SONOLIST) "<SOP Instance UID>: <reason>".
  struct LeftOut {
    std::string sop_instance_uid, reason;
  };
  std::vector<LeftOut> left_out = {};
};

// A data set for Update: UPS Performed Procedure Sequence with everything that COMPLETED needs.
Json performed_update(const PerformedTask& performed);

// A data set for Update: progress in percent and a sentence (no patient data). The name of the performer, unless it is
// empty, becomes a progress parameter (PERFORMER,99SONOLIST): what is performed is written at the end only.
Json progress_update(double percent, const std::string& description, const std::string& station_name = "");

// A data set for Update before CANCELED: reason text and discontinuation code. A private `reason_code` (one of
// 99SONOLIST) becomes the second code, behind (110513,DCM), so that other systems understand the first. `station_name`
// as above.
Json cancellation_update(const std::string& reason, const Code& reason_code, const std::string& date_time,
                         const std::string& station_name = "");

// Who performs or performed a step, by what it wrote into it; empty when it has not said so. Pure.
std::string performer_of(DataSetView workitem);

// Now as DT "YYYYMMDDHHMMSS.FFFFFF+0000" (UTC), and its parts for DA and TM.
std::string now_date_time();

}  // namespace sonolist::dicom
