// Pictures on disk to plain RGB.
#pragma once

#include <string>
#include <vector>

#include "dicom_sr/image/source_image.h"

namespace sonolist::dicom {

// PNG (any kind, reduced to 8 bits, transparency over black), PGM (P5) or PPM (P6) of at most 8 bits, recognised by
// content. Throws DicomError(kInput) naming the file.
RgbFrame read_picture(const std::string& path);

// Folders are replaced by the .png, .pgm and .ppm files in them, sorted by name.
std::vector<std::string> expand_folders(const std::vector<std::string>& paths);

// The picture inside a black frame of `border` pixels on every side; border >= 0.
RgbFrame with_border(const RgbFrame& picture, int border);

}  // namespace sonolist::dicom
