#include "model/tools/dataset_option.h"

#ifdef SONOLIST_WITH_OPENCV
#include <iostream>

#include "model/pictures/folder_cache.h"
#include "model/pictures/picture_folder.h"
#endif

namespace sonolist::model::tools {

#ifdef SONOLIST_WITH_OPENCV

namespace {

void add_label_options(CLI::App& command, DatasetOption& option) {
  auto* classes = command.add_option("--classes", option.classes, "Names of mask values 1, 2, ... (comma separated)")
                      ->delimiter(',');
  auto* table = command.add_option("--labels", option.label_table,
                                   "Table of mask values: value,name[,ignore] as CSV, or JSON; instead of --classes");
  table->check(CLI::ExistingFile)->excludes(classes);
  command.add_option("--map", option.label_map, "The same in short: 3=nerve,7=vessel")
      ->excludes(classes)
      ->excludes(table);
}

void add_group_options(CLI::App& command, GroupRule& groups) {
  auto* block = command.add_option("--block", groups.block_size,
                                   "Neighbouring pictures that form one group, never cut by a split");
  block->check(CLI::PositiveNumber);
  auto* table = command.add_option("--groups", groups.table, "CSV table name,group (patients) instead of blocks");
  table->check(CLI::ExistingFile)->excludes(block);
  command
      .add_option("--group-pattern", groups.pattern,
                  "Regular expression whose first parentheses catch the group in the file's name, instead of blocks")
      ->excludes(block)
      ->excludes(table);
}

PackedDataset load_folders(const DatasetOption& option, PictureSize size) {
  PictureFolderOptions folders;
  folders.pictures_folder = option.pictures_folder;
  folders.masks_folder = option.masks_folder;
  folders.classes = option.classes;
  folders.height = size.height;
  folders.width = size.width;
  if (!option.label_table.empty()) folders.labels = read_label_table(option.label_table);
  if (!option.label_map.empty()) folders.labels = parse_label_table(option.label_map);
  folders.groups = option.groups;
  folders.source = option.source;
  const auto cache = option.cache ? default_cache_folder() : std::string();
  if (cache.empty()) return pack_picture_folder(folders);
  return pack_through_cache(folders, cache, [](const std::string& sentence) { std::cerr << sentence << '\n'; });
}

}  // namespace

void add_folder_options(CLI::App& command, DatasetOption& option) {
  command.add_option("--images", option.pictures_folder, "Folder of pictures")->check(CLI::ExistingDirectory);
  command
      .add_option("--masks", option.masks_folder,
                  "Folder of masks of the same names: palette or grey PNG, or NIfTI (.nii, .nii.gz)")
      ->check(CLI::ExistingDirectory);
  add_label_options(command, option);
  add_group_options(command, option.groups);
  command.add_option("--source", option.source, "Where the pictures come from and their licence");
}

#else

void add_folder_options(CLI::App&, DatasetOption&) {}

#endif

void add_dataset_options(CLI::App& command, DatasetOption& option) {
  command.add_option("--packed", option.packed_file, "Packed data set, see 'pack' and 'phantom'")
      ->check(CLI::ExistingFile);
  add_folder_options(command, option);
#ifdef SONOLIST_WITH_OPENCV
  option.cache = true;
  command.add_flag("!--no-cache", option.cache, "Reads the folders anew and keeps no packed copy of them");
#endif
}

PackedDataset load_dataset(const DatasetOption& option, [[maybe_unused]] PictureSize size) {
  const bool folders = !option.pictures_folder.empty() && !option.masks_folder.empty();
  if (folders == !option.packed_file.empty()) {
    throw CLI::ValidationError("data set", "give either --packed, or both --images and --masks");
  }
#ifdef SONOLIST_WITH_OPENCV
  if (folders) return load_folders(option, size);
#endif
  return read_packed(option.packed_file);
}

}  // namespace sonolist::model::tools
