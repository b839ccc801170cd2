// Synthetic sources and results for the tests of the SEG and SR writers.
#pragma once

#include <memory>
#include <string>

#include "dicom_sr/image/source_image.h"
#include "dicom_sr/report/report_writer.h"
#include "dicom_sr/segmentation/segmentation_writer.h"

class DcmItem;
class DcmTagKey;

namespace sonolist::dicom::test {

struct SourceExample {
  int rows = 48;
  int cols = 61;           // no multiple of 8
  int cine_frames = 0;     // 0: a still (Ultrasound Image Storage)
  bool calibrated = true;  // 0.12 mm a column, 0.1 mm a row
  bool lossy = false;
  std::string character_set;                  // (0008,0005); absent when empty
  std::string patient_name = "Test^Patient";  // bytes in that character set
};

std::unique_ptr<DcmDataset> source_dataset(const SourceExample& example);
SourceImage source_image(const SourceExample& example = {});

// `segments` structures (at most 5), each a pseudo-random mask on every source frame; the seed is fixed.
SegmentationContent segmentation_content(const SourceImage& source, int segments = 2);

// One group per frame of `segmentation`, each with an area, a mean echogenicity and a depth without value.
ReportContent report_content(const SourceImage& source, const SegmentationContent& segmentation);

// A report of a network that found nothing.
ReportContent empty_report_content();

// Item `index` of a sequence; throws std::runtime_error when there is none. It belongs to `parent`.
DcmItem& item(DcmItem& parent, const DcmTagKey& tag, long index = 0);

}  // namespace sonolist::dicom::test
