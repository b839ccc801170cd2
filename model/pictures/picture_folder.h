// A folder of pictures and a folder of masks with the same file names, as one packed data set.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/dataset/packed_dataset.h"

namespace sonolist::model {

struct PictureFolderOptions {
  std::string pictures_folder, masks_folder;
  std::vector<std::string> classes;  // names of mask values 1..N; empty: class_1.. up to the highest value found
  std::int64_t height = 480, width = 640;
  std::int64_t block_size = 10;  // neighbours in order of name that share a group (no subject identity in a folder)
  std::string source;
};

// Pictures are resized (stretched) by area when they shrink and bilinearly when they grow, masks by nearest neighbour.
// The mask of "0001.png" is "0001.png" in the folder of masks. Throws ModelError naming the file that has no mask,
// another size than its mask, or a label without a class.
PackedDataset pack_picture_folder(const PictureFolderOptions& options);

}  // namespace sonolist::model
