// Reads a BINARY DICOM Segmentation back into plain masks.
#pragma once

#include <string>
#include <vector>

#include "dicom_sr/segmentation/segmentation_writer.h"

namespace sonolist::dicom {

struct ReadSegmentation {
  std::string sop_instance_uid, series_instance_uid, study_instance_uid;
  std::string source_sop_instance_uid;  // from the Derivation Image macro of the first frame
  int rows = 0, cols = 0;
  std::vector<Segment> segments;
  std::vector<SegmentFrame> frames;  // in stored order
};

// Throws DicomError(kInput) naming the attribute that is missing or wrong.
ReadSegmentation read_segmentation(DcmDataset& dataset);

}  // namespace sonolist::dicom
