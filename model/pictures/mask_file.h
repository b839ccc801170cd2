// The mask of a picture, in whichever format it was annotated.
#pragma once

#include <string>

#include "model/dataset/nifti_labels.h"

namespace sonolist::model {

// PNG as read_index_png(), NIfTI (.nii, .nii.gz) as read_nifti_labels(), by the ending. Throws ModelError naming the
// file.
ValuePicture read_mask(const std::string& path);

// The file in `folder` that is named `stem` with the ending of a mask. Throws ModelError naming `picture`, whose mask
// it would be, when there is none or more than one.
std::string find_mask(const std::string& folder, const std::string& stem, const std::string& picture);

}  // namespace sonolist::model
