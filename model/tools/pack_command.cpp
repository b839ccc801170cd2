#include <iostream>
#include <memory>

#include "model/pictures/picture_folder.h"
#include "model/tools/commands.h"
#include "model/tools/dataset_option.h"

namespace sonolist::model::tools {
namespace {

struct PackOptions {
  DatasetOption dataset;
  std::string size = "480x640", out;
};

void pack(const PackOptions& options) {
  const auto dataset = load_dataset(options.dataset, parse_size(options.size, "--size"));
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
  command->add_option("--out", options->out, "File to write")->required();
  command->callback([options] { pack(*options); });
}

}  // namespace sonolist::model::tools
