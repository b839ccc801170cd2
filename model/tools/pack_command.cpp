#include <iostream>
#include <memory>

#include "model/dataset/near_duplicates.h"
#include "model/dataset/split.h"
#include "model/tools/commands.h"
#include "model/tools/dataset_option.h"

namespace sonolist::model::tools {
namespace {

struct PackOptions {
  DatasetOption dataset;
  std::string size = "480x640", out, merge_distance;
};

void merge_duplicates(PackedDataset& dataset, int max_distance) {
  const auto before = distinct_groups(dataset.groups).size();
  dataset.groups = merge_groups(dataset.groups, near_duplicates(dataset, max_distance));
  std::cout << before << " groups merged to " << distinct_groups(dataset.groups).size() << " (near duplicates up to "
            << max_distance << " apart)\n";
}

void pack(const PackOptions& options) {
  auto dataset = load_dataset(options.dataset, parse_size(options.size, "--size"));
  if (!options.merge_distance.empty()) merge_duplicates(dataset, std::stoi(options.merge_distance));
  write_packed(dataset, options.out);
  std::cout << options.out << ": " << dataset.count << " pictures of " << dataset.height << "x" << dataset.width << ", "
            << dataset.classes.size() << " classes with the background\n";
}

}  // namespace

void add_pack_command(CLI::App& application) {
  auto options = std::make_shared<PackOptions>();
  auto* command = application.add_subcommand("pack", "Puts a folder of pictures and masks into one file for training");
  add_folder_options(*command, options->dataset);
  command->get_option("--images")->required();
  command->get_option("--masks")->required();
  command->add_option("--size", options->size, "HEIGHTxWIDTH to which pictures and masks are stretched");
  command
      ->add_flag("--merge-duplicates{" + std::to_string(kNearDuplicateDistance) + "}", options->merge_distance,
                 "Joins groups that share a near duplicate; =N: the distance, see check-data")
      ->check(CLI::Range(0, 128));
  command->add_option("--out", options->out, "File to write")->required();
  command->callback([options] { pack(*options); });
}

}  // namespace sonolist::model::tools
