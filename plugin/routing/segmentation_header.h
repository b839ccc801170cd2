// What the intake needs to know of a DICOM Segmentation: whose it is and which images it is of.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace sonolist::plugin {

struct SegmentationHeader {
  std::string sop_class_uid, sop_instance_uid, series_instance_uid, study_instance_uid;
  std::vector<std::string> source_sop_uids;  // from Referenced Series Sequence (PS3.3 C.12.2)
  bool is_ours = false;                      // Sonolist wrote it
  bool is_by_person = false;                 // at least one segment is MANUAL or SEMIAUTOMATIC
};

// Segmentation or Label Map Segmentation Storage.
bool is_segmentation_class(const std::string& sop_class_uid);

// Reads the answer of Orthanc to /instances/{id}/tags. What is absent stays empty. Pure.
SegmentationHeader read_segmentation_header(const nlohmann::json& tags);

}  // namespace sonolist::plugin
