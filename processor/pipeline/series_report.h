// One report on the images of a series that were processed one by one.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "dicom_sr/image/source_image.h"
#include "dicom_sr/workitem/output_options.h"
#include "processor/pipeline/one_image.h"
#include "processor/worker/step_processor.h"

namespace sonolist::processor {

struct SeriesImage {
  dicom::SourceImage source;  // without pixels
  ImageParts parts;
};

// At least one image; all of one series. Sorts them by Instance Number and UID: the order in which they came changes
// nothing. Measurement groups: those of every image. A statement that holds for every image is written once, others
// with the number of their image, and each input that was left out with its reason. The UIDs follow from the series,
// the model, the options and the lists of images used and left out. Throws DicomError.
ResultObject make_series_report(std::vector<SeriesImage>& images, const std::vector<LeftOutInput>& left_out,
                                const ImageTask& task);

}  // namespace sonolist::processor
