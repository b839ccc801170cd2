// Wraps plain pictures as an Ultrasound Image (PS3.3 A.6) or, for a cine, an Ultrasound Multi-frame Image (A.7). For
// demonstrations and tests: Image Type and equipment say that the result comes from no scanner.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "dicom_sr/image/source_image.h"

class DcmDataset;

namespace sonolist::dicom {

enum class Photometric { kMonochrome2, kRgb };

// All text UTF-8; empty values are written as empty attributes.
struct UltrasoundOptions {
  std::string patient_name;        // PN, e.g. "Zhang^San=...": component groups separated by '='
  std::string patient_id;          // LO
  std::string patient_birth_date;  // DA
  std::string patient_sex;         // M, F, O or empty
  std::string accession_number;    // SH
  std::string study_description, series_description;
  std::string body_part;                   // CS, e.g. THIGH
  std::string laterality;                  // L, R or empty (unknown)
  std::string content_date, content_time;  // DA, TM; also of study and series
  int instance_number = 1;
  // Empty ones are derived from the other options and the pixels: the same input makes the same object.
  std::string study_instance_uid, series_instance_uid, sop_instance_uid;
  Photometric photometric = Photometric::kMonochrome2;
  PixelBox region;             // the 2D tissue region; empty = the whole picture
  double mm_per_pixel = 0.0;   // both axes; 0 = a region without physical units
  double frame_time_ms = 0.0;  // above 0 makes a multi-frame object, as do several frames (then 0 means 50 ms)
};

// Frames of one size, at least one. Throws DicomError(kInput) naming the option that is wrong: frames of different
// sizes, colour in a frame for MONOCHROME2, a region outside the picture, negative numbers, invalid UIDs, more than
// 65535 rows.
std::unique_ptr<DcmDataset> make_ultrasound(const std::vector<RgbFrame>& frames, const UltrasoundOptions& options);

}  // namespace sonolist::dicom
