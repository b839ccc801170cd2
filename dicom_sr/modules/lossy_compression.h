// The mark of lossy compression, which every object derived from a lossy image inherits (PS3.3 C.7.6.1.1.5, C.8.20.2).
#pragma once

#include "dicom_sr/image/source_images.h"

class DcmItem;

namespace sonolist::dicom {

// Lossy Image Compression of `dataset`: "01", with the ratios and methods of the first such source, when one is or was
// compressed with loss, although the bits of the result are not compressed; else "00".
void write_lossy_compression(const SourceImages& sources, DcmItem& dataset);

}  // namespace sonolist::dicom
