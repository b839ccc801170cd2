// A folder of pictures and a folder of masks with the same file names, as one packed data set.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/dataset/label_table.h"
#include "model/dataset/packed_dataset.h"
#include "model/dataset/sample_groups.h"

namespace sonolist::model {

struct PictureFolderOptions {
  std::string pictures_folder, masks_folder;
  std::vector<std::string> classes;  // names of mask values 1..N; empty: class_1.. up to the highest value found
  std::int64_t height = 480, width = 640;
  std::optional<LabelTable> labels;  // what the values of the masks mean, instead of `classes`
  GroupRule groups;                  // of the names of the files, in order of name (no subject identity in a folder)
  std::string source;
};

// Pictures are resized (stretched) by area when they shrink and bilinearly when they grow, masks by nearest neighbour.
// The mask of "0001.png" is "0001.png", "0001.nii.gz" or "0001.nii" in the folder of masks. Throws ModelError naming
// the file that has no mask, another size than its mask, a label without a class, or that is DICOM.
PackedDataset pack_picture_folder(const PictureFolderOptions& options);

}  // namespace sonolist::model
