#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcdatset.h>

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <string>

#include "dicom_sr/file/part10.h"
#include "dicom_sr/json/dicom_json.h"
#include "dicom_sr/tools/commands.h"

namespace sonolist::dicom {
namespace {

struct TagsOptions {
  std::string file;
  bool with_binary = false;
};

void drop_binary(Json& dataset) {
  for (Json& attribute : dataset) {
    attribute.erase("InlineBinary");
    if (attribute["vr"] != "SQ" || !attribute.contains("Value")) continue;
    for (Json& item : attribute["Value"]) drop_binary(item);
  }
}

void print_tags(const TagsOptions& options) {
  Json dataset = to_json(*read_part10(options.file));
  if (!options.with_binary) drop_binary(dataset);
  std::cout << dataset.dump(2) << "\n";
}

}  // namespace

void add_tags_command(CLI::App& program) {
  auto options = std::make_shared<TagsOptions>();
  CLI::App* command = program.add_subcommand("tags", "Print a DICOM file as DICOM JSON (holds patient data)");
  command->add_option("file", options->file, "DICOM Part 10 file")->required();
  command->add_flag("--binary", options->with_binary, "Print binary values too, pixel data included");
  command->callback([options] { print_tags(*options); });
}

}  // namespace sonolist::dicom
