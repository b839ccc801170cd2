#include "model/tools/dataset_option.h"

#ifdef SONOLIST_WITH_OPENCV
#include "model/pictures/picture_folder.h"
#endif

namespace sonolist::model::tools {

#ifdef SONOLIST_WITH_OPENCV

void add_folder_options(CLI::App& command, DatasetOption& option) {
  command.add_option("--images", option.pictures_folder, "Folder of pictures")->check(CLI::ExistingDirectory);
  command.add_option("--masks", option.masks_folder, "Folder of masks: PNG of the same name, values are class indices")
      ->check(CLI::ExistingDirectory);
  command.add_option("--classes", option.classes, "Names of mask values 1, 2, ... (comma separated)")->delimiter(',');
  command.add_option("--block", option.block_size, "Neighbouring pictures that form one group, never cut by a split")
      ->check(CLI::PositiveNumber);
  command.add_option("--source", option.source, "Where the pictures come from and their licence");
}

#else

void add_folder_options(CLI::App&, DatasetOption&) {}

#endif

void add_dataset_options(CLI::App& command, DatasetOption& option) {
  command.add_option("--packed", option.packed_file, "Packed data set, see 'pack' and 'phantom'")
      ->check(CLI::ExistingFile);
  add_folder_options(command, option);
}

PackedDataset load_dataset(const DatasetOption& option, [[maybe_unused]] PictureSize size) {
  const bool folders = !option.pictures_folder.empty() && !option.masks_folder.empty();
  if (folders == !option.packed_file.empty()) {
    throw CLI::ValidationError("data set", "give either --packed, or both --images and --masks");
  }
#ifdef SONOLIST_WITH_OPENCV
  if (folders) {
    return pack_picture_folder({option.pictures_folder, option.masks_folder, option.classes, size.height, size.width,
                                option.block_size, option.source});
  }
#endif
  return read_packed(option.packed_file);
}

}  // namespace sonolist::model::tools
