#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcdatset.h>

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <string>

#include "dicom_sr/file/part10.h"
#include "dicom_sr/tools/commands.h"
#include "dicom_sr/tools/inspection.h"

namespace sonolist::dicom {
namespace {

struct InspectOptions {
  std::string file;
  bool as_json = false;
};

void print_inspection(const InspectOptions& options) {
  const nlohmann::json inspection = inspect(*read_part10(options.file));
  if (options.as_json)
    std::cout << inspection.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) << "\n";
  else
    std::cout << inspection_text(inspection);
}

}  // namespace

void add_inspect_command(CLI::App& program) {
  auto options = std::make_shared<InspectOptions>();
  CLI::App* command = program.add_subcommand("inspect", "Print what a SEG or SR says, without its patient");
  command->add_option("file", options->file, "DICOM Part 10 file")->required();
  command->add_flag("--json", options->as_json, "Print JSON");
  command->callback([options] { print_inspection(*options); });
}

}  // namespace sonolist::dicom
