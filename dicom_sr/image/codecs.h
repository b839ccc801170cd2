// Makes DCMTK able to decode RLE, JPEG and JPEG-LS, and to encode RLE.
#pragma once

namespace sonolist::dicom {

// Registers the codecs in DCMTK's process-wide list, once; thread safe. They stay registered: another user of DCMTK
// in the same process (Orthanc) may rely on them.
void register_codecs();

}  // namespace sonolist::dicom
