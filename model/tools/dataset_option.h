// The data set of a command: a packed file, or (with OpenCV) folders of pictures and masks.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "model/dataset/packed_dataset.h"
#include "model/dataset/sample_groups.h"
#include "model/tools/option_values.h"

namespace sonolist::model::tools {

struct DatasetOption {
  std::string packed_file, pictures_folder, masks_folder, source, label_table, label_map;
  std::vector<std::string> classes;
  GroupRule groups;
  bool cache = false;  // folders are packed once and kept for the next time
};

// --images, --masks, --classes, --labels, --map, --block, --groups, --group-pattern, --source
void add_folder_options(CLI::App& command, DatasetOption& option);
void add_dataset_options(CLI::App& command, DatasetOption& option);  // these, --packed and --no-cache

// Folders are read at `size`, a packed file at its own. Throws CLI::ValidationError when neither or both are given.
PackedDataset load_dataset(const DatasetOption& option, PictureSize size);

}  // namespace sonolist::model::tools
