// Reads a TID 1500 "Measurement Report", ours or another vendor's, into plain values: for the audit index, the command
// line and the checks of references.
//
// Tolerant where writers differ (after the layouts of highdicom, dcmqi, dcmjs and this project): the order of rows,
// CONTAINS or HAS CONCEPT MOD for a finding site, a laterality below the site or beside it, coordinates in the group,
// below a NUM or below the referenced image, old SRT codes beside SCT ones, absent templates, tracking UIDs and
// observers. Items of a group that are not known are counted in `skipped_items`, so that nothing is dropped in silence;
// containers of the root other than those below (e.g. Derived Imaging Measurements, 126011) are counted in
// `skipped_containers`.
//
// Safe on hostile input: throws DicomError and nothing else, follows at most 32 levels, and needs time and memory in
// proportion to the data set. Values are as recorded: a UID, frame or segment number read here may be invalid or refer
// to nothing, a number may be infinite. All texts are UTF-8 (see read_content_tree).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "dicom_sr/codes/code.h"
#include "dicom_sr/report/content_tree.h"

class DcmDataset;

namespace sonolist::dicom {

// TID 1004; empty where the report is silent. `is_device` is false for a person, of whom nothing is read.
struct ReadObserver {
  bool is_device = false;
  std::string name, uid, manufacturer, model, serial_number;
};

// TID 4019.
struct ReadAlgorithm {
  std::string name, version;
};

// TID 1601 and 1602.
struct ReadLibraryImage {
  std::string sop_class_uid, sop_instance_uid;
  std::optional<Code> modality;  // its own or that of its group
};

struct ReadContour {
  std::string graphic_type;        // POLYLINE, CIRCLE, ELLIPSE, POINT, MULTIPOINT; of SCOORD3D also POLYGON, ...
  bool is_3d = false;              // SCOORD3D: three values a point, in mm
  std::vector<float> coordinates;  // as recorded
  std::string sop_instance_uid;    // SELECTED FROM; empty for SCOORD3D
  std::optional<int> frame;        // 1-based
};

struct ReadMeasurement {
  Code concept;
  std::optional<double> value;
  std::optional<Code> unit, qualifier;  // a qualifier without a value says why there is none
  std::optional<Code> derivation, method;
  ReadAlgorithm algorithm;  // its own, else that of its container; empty when there is none
};

// A CODE or TEXT that is no part of the template's frame.
struct ReadEvaluation {
  Code concept;
  std::optional<Code> code;  // CODE
  std::string text;          // TEXT, UIDREF, DATE, ...; of a CODE its meaning
};

// A reference of a group under any other concept, e.g. to the segment of a person in our agreement reports.
struct ReadImageReference {
  std::optional<Code> concept;
  std::string sop_class_uid, sop_instance_uid;
  std::optional<int> frame, segment;
};

// TID 1410, 1411 or 1501.
struct ReadMeasurementGroup {
  std::string template_id;  // as recorded; empty when the group names none
  std::string tracking_id, tracking_uid;
  std::optional<Code> finding, finding_site, laterality;
  // The segmentation that it measures: (121214) with its frame, (121191) with its segment, or any other reference to a
  // segmentation object. Empty UIDs without one.
  std::string segmentation_class_uid, segmentation_uid;
  std::optional<int> segment_number;      // (121191)
  std::optional<int> segmentation_frame;  // (121214), 1-based
  // What was segmented: (121233) or (121232).
  std::string source_sop_instance_uid, source_series_uid;
  std::optional<int> source_frame;  // 1-based
  std::vector<ReadImageReference> other_images;
  std::vector<ReadContour> contours;
  std::vector<ReadMeasurement> measurements;
  std::vector<ReadEvaluation> evaluations;
  int skipped_items = 0;
};

// A SOP instance that the evidence (0040,A375) and (0040,A385) lists.
struct ReadEvidence {
  std::string study_instance_uid, series_instance_uid, sop_class_uid, sop_instance_uid;
};

struct MeasurementReport {
  std::string sop_class_uid, sop_instance_uid, series_instance_uid, study_instance_uid;
  std::string manufacturer, series_description, content_date, content_time;
  std::string completion, verification;  // (0040,A491), (0040,A493)
  Code title;                            // CID 7021
  std::optional<Code> language;          // (121049)
  std::vector<ReadObserver> observers;
  std::vector<Code> procedures;            // (121058)
  std::optional<ReadAlgorithm> algorithm;  // the first one that the report names
  std::vector<ReadLibraryImage> images;
  std::vector<ReadMeasurementGroup> groups;
  std::vector<ReadEvaluation> evaluations;  // of the report as a whole
  std::vector<ReadEvidence> evidence;
  std::vector<ReadEvidence> references;  // every IMAGE and COMPOSITE of the tree, each once; study and series empty
  int skipped_containers = 0;
};

// Does not change `dataset`. Throws DicomError(kInput) naming what is missing: SOP Class or Instance UID, Content
// Sequence, the title, a title that is none of CID 7021 where Content Template is not 1500 either, both Imaging
// Measurements (126010) and Qualitative Evaluations, or the Concept Name of a NUM.
MeasurementReport read_measurement_report(DcmDataset& dataset);

}  // namespace sonolist::dicom
