// Writes a coloured picture of a result as Secondary Capture (PS3.3 A.8.1, of a cine A.8.5), for viewers without SEG
// support.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "dicom_sr/image/source_image.h"
#include "dicom_sr/modules/algorithm.h"

namespace sonolist::dicom {

struct SecondaryCaptureContent {
  Algorithm algorithm;
  // One picture per frame of the source, all of one size. What they show must not identify the patient: they are
  // declared free of burned-in annotation (0028,0301), so give the ultrasound region only.
  std::vector<RgbFrame> frames;
  std::string sop_instance_uid;
  std::string series_instance_uid;
  int series_number = 0;                   // at least 1
  std::string content_date, content_time;  // DA, TM; in the source's time zone (0008,0201), else local time
};

// Throws DicomError(kInternal) naming the field that is wrong.
std::unique_ptr<DcmDataset> make_secondary_capture(const SourceImage& source, const SecondaryCaptureContent& content);

}  // namespace sonolist::dicom
