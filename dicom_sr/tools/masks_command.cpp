#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcdatset.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "dicom_sr/file/part10.h"
#include "dicom_sr/tools/commands.h"
#include "dicom_sr/tools/mask_export.h"

namespace sonolist::dicom {
namespace {

struct MasksOptions {
  std::string file, folder;
};

}  // namespace

void add_masks_command(CLI::App& program) {
  auto options = std::make_shared<MasksOptions>();
  CLI::App* command = program.add_subcommand("masks", "Write the masks of a SEG as PGM pictures with an index");
  command->add_option("file", options->file, "DICOM Part 10 file")->required();
  command->add_option("--out", options->folder, "Folder for the pictures and index.json")->required();
  command->callback([options] { export_masks(read_segmentation(*read_part10(options->file)), options->folder); });
}

}  // namespace sonolist::dicom
