#include "processor/overlay/overlay_file.h"

#include <opencv2/imgcodecs.hpp>

#include "processor/error.h"
#include "processor/overlay/overlay_picture.h"

namespace sonolist::processor {

void write_overlay(const dicom::RgbFrame& frame, const std::vector<std::uint8_t>& labels,
                   const model::Manifest& manifest, const std::string& path) {
  if (!cv::imwrite(path, draw_overlay_picture(frame, labels, manifest))) {
    throw ProcessorError(FailureClass::kConfiguration, path + " cannot be written; check that its folder exists");
  }
}

}  // namespace sonolist::processor
