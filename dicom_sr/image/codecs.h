// Makes DCMTK able to decode RLE, JPEG and JPEG-LS.
#pragma once

namespace sonolist::dicom {

// Registers the decoders in DCMTK's process-wide list, once; thread safe. They stay registered: another user of DCMTK
// in the same process (Orthanc) may rely on them.
void register_codecs();

}  // namespace sonolist::dicom
