// Label maps as NIfTI-1 files, as ITK-SNAP and SimpleITK save the mask of a picture (nifti.nimh.nih.gov, nifti1.h).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace sonolist::model {

struct ValuePicture {
  std::int64_t rows = 0, cols = 0;
  std::vector<std::int32_t> values;  // row-major
};

// One file (.nii, or .nii.gz where zlib was there at build time), little endian, one slice, of uint8, int16, uint16,
// int32 or float32 whole numbers without scaling. The first axis, i, runs along a row from left to right, the second,
// j, down the rows, as stored; nothing is flipped or turned. That is right for the mask of a picture without
// orientation, whose axes ITK writes as -x and -y of NIfTI, and for files that state no orientation (both form codes
// 0). Other axes are refused: a mask that is mirrored by a guess would ruin a training unseen. Throws ModelError naming
// the file and what is wrong.
ValuePicture read_nifti_labels(const std::string& path);

}  // namespace sonolist::model
