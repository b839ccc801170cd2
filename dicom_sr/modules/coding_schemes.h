// Declares the private coding schemes that a data set uses.
#pragma once

class DcmItem;

namespace sonolist::dicom {

// Walks `dataset` and writes Coding Scheme Identification Sequence (0008,0110) with one item per Coding Scheme
// Designator that begins with "99", which DICOM reserves for private schemes (PS3.16 8.2). Replaces an earlier
// sequence; writes none when no private code is used.
void declare_private_coding_schemes(DcmItem& dataset);

}  // namespace sonolist::dicom
