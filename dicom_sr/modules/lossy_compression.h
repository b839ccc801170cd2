// The mark of lossy compression, which every image derived from a lossy one inherits (PS3.3 C.7.6.1.1.5, C.8.20.2).
#pragma once

class DcmDataset;
class DcmItem;

namespace sonolist::dicom {

// Lossy Image Compression of `dataset`: "01", with the source's ratios and methods, when the source is or was
// compressed with loss, although the bits of the result are not compressed; else "00".
void write_lossy_compression(DcmDataset& source, DcmItem& dataset);

}  // namespace sonolist::dicom
