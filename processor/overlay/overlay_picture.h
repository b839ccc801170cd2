// A picture for people: a frame in grey with the structures tinted, outlined and named.
#pragma once

#include <cstdint>
#include <opencv2/core.hpp>
#include <vector>

#include "dicom_sr/image/source_image.h"
#include "model/package/manifest.h"

namespace sonolist::processor {

// BGR, of the frame's size. `labels` is row-major of that size. It shows the frame as received: text that the scanner
// burned in (a patient's name, say) is in it.
cv::Mat draw_overlay_picture(const dicom::RgbFrame& frame, const std::vector<std::uint8_t>& labels,
                             const model::Manifest& manifest);

// The same of the part inside `box`, as RGB.
dicom::RgbFrame draw_overlay_of_box(const dicom::RgbFrame& frame, const std::vector<std::uint8_t>& labels,
                                    const model::Manifest& manifest, const dicom::PixelBox& box);

}  // namespace sonolist::processor
