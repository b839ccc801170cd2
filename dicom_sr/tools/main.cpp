// sonolist-dicom: DICOM objects on the command line. Exit codes: 0 done, 1 an input was refused, 2 wrong usage.
#include <dcmtk/config/osconfig.h>
#include <dcmtk/oflog/oflog.h>

#include <CLI/CLI.hpp>
#include <exception>
#include <iostream>

#include "dicom_sr/tools/commands.h"

int main(int argc, char** argv) {
  // DCMTK's warnings quote attribute values, which may be of a patient; our own messages never do.
  OFLog::configure(OFLogger::OFF_LOG_LEVEL);
  CLI::App program("DICOM objects of Sonolist (research use only)", "sonolist-dicom");
  program.set_version_flag("--version", SONOLIST_VERSION);
  program.require_subcommand(1);
  sonolist::dicom::add_dataset_command(program);
  sonolist::dicom::add_inspect_command(program);
  sonolist::dicom::add_masks_command(program);
  sonolist::dicom::add_tags_command(program);
  sonolist::dicom::add_validate_command(program);
  sonolist::dicom::add_wrap_command(program);
  try {
    program.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return program.exit(error) == 0 ? 0 : 2;
  } catch (const std::exception& error) {
    std::cerr << "sonolist-dicom: " << error.what() << "\n";
    return 1;
  }
  return 0;
}
