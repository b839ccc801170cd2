// Pixel data of one frame as it is shown, decoded by DCMTK.
#pragma once

#include "dicom_sr/image/source_image.h"

class DcmDataset;

namespace sonolist::dicom {

// The size that the data set declares, checked against the pixel data that is there.
struct PixelShape {
  int rows = 0, cols = 0, frames = 0;
};

// Throws DicomError(kInput) for a transfer syntax that DCMTK cannot decode (by its name), absent or too short pixel
// data, sizes of zero or beyond 8192 x 8192. Decodes nothing.
PixelShape check_pixels(DcmDataset& dataset);

// One frame as 8-bit RGB; only this frame is decoded. `frame` is 0-based and below shape.frames. Throws
// DicomError(kInput) when DCMTK cannot decode it. One thread at a time on one data set.
RgbFrame decode_frame(DcmDataset& dataset, const PixelShape& shape, int frame);

}  // namespace sonolist::dicom
