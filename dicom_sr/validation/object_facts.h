// What the rules over a set of objects need to know of each: small, so that a folder of large cines fits in memory.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "dicom_sr/report/measurement_report.h"

class DcmDataset;

namespace sonolist::dicom {

struct SegmentFacts {
  int number = 0;
  std::string tracking_id, tracking_uid;
};

// A frame of a SEG; a frame of a label map names no segment.
struct SegmentationFrameFacts {
  std::optional<int> segment_number;
  std::string source_sop_instance_uid;  // empty when it names none
  std::optional<int> source_frame;      // 1-based
};

struct ObjectFacts {
  std::string name;  // under which the object was given
  std::string sop_class_uid, sop_instance_uid, series_instance_uid, study_instance_uid, modality;
  std::map<std::string, std::string> identity;  // attribute name to value of patient and study, in UTF-8
  int rows = 0, cols = 0, frames = 1;
  // SEG
  std::string segmentation_type;
  std::vector<SegmentFacts> segments;
  std::vector<SegmentationFrameFacts> segmentation_frames;
  std::vector<ReadEvidence> referenced_instances;  // Referenced Series Sequence; study empty
  // SR, when it is a TID 1500 that can be read
  std::optional<MeasurementReport> report;
  std::string report_problem;  // why not
};

// Never throws on a damaged object: what is missing stays empty.
ObjectFacts object_facts(const std::string& name, DcmDataset& dataset);

}  // namespace sonolist::dicom
