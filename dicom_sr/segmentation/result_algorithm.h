// Which network made a segmentation of ours.
#pragma once

#include "dicom_sr/modules/algorithm.h"

class DcmItem;

namespace sonolist::dicom {

// Reads what the writer entered as algorithm identification and equipment of a SEG. The title, which a SEG does not
// keep, is the model's name. Throws DicomError(kInput) when the SEG is not one that Sonolist wrote.
Algorithm read_result_algorithm(DcmItem& segmentation);

}  // namespace sonolist::dicom
