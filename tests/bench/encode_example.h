// What the encoding benchmark writes: five structures on one still, with the measurements that the processor makes.
#pragma once

#include "dicom_sr/image/source_image.h"
#include "dicom_sr/report/report_writer.h"
#include "dicom_sr/segmentation/segmentation_writer.h"

namespace sonolist::bench {

struct EncodeExample {
  dicom::SourceImage source;
  dicom::SegmentationContent segmentation;
  dicom::ReportContent report;
};

// 768 rows of 1024 pixels, calibrated; five ellipses that do not meet.
EncodeExample encode_example();

}  // namespace sonolist::bench
