// A picture for people: the frame in grey with the structures outlined and named. It shows the image as received: text
// that the scanner burned in (a patient's name, say) is in it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "dicom_sr/image/source_image.h"
#include "model/package/manifest.h"

namespace sonolist::processor {

// Writes a PNG. `labels` is row-major of the frame's size. Throws ProcessorError(kConfiguration) when `path` cannot be
// written.
void write_overlay(const dicom::RgbFrame& frame, const std::vector<std::uint8_t>& labels,
                   const model::Manifest& manifest, const std::string& path);

}  // namespace sonolist::processor
