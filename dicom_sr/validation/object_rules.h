// What must be true of one object by itself.
#pragma once

#include <string>

#include "dicom_sr/validation/finding.h"

class DcmDataset;

namespace sonolist::dicom {

// Each appends its findings under the rule of its name.
// "uids": every value of VR UI is a UID (PS3.5 9.1).
void check_uids(DcmDataset& dataset, const std::string& object, Findings& findings);
// "character-set": (0008,0005) is one that DICOM knows, and every text fits it; without it every text is ASCII.
void check_character_set(DcmDataset& dataset, const std::string& object, Findings& findings);
// "coding-schemes": every private scheme (99...) that a code uses is declared in (0008,0110).
void check_coding_schemes(DcmDataset& dataset, const std::string& object, Findings& findings);
// "pixel-data": uncompressed pixel data is as long as rows, columns, samples, bits and frames say.
void check_pixel_data(DcmDataset& dataset, const std::string& object, Findings& findings);

}  // namespace sonolist::dicom
