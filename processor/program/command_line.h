// The program's flags; they override the configuration file.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "processor/configuration/configuration.h"

namespace sonolist::processor {

struct CommandLine {
  Configuration configuration;
  bool once = false;          // stop when the worklist is empty
  std::string input_file;     // file mode when not empty
  std::string output_folder;  // of file mode
  std::string masks_folder;   // of file mode; empty: no label maps
  std::string quarantine;     // "list" or "clear": do that, and nothing else
};

// What a program that was asked for help or its version shall print before it ends with 0, or with 2 after a wrong
// flag.
struct EarlyExit {
  int exit_code = 0;
  std::string text;
};

// Exactly one of the two is set.
struct ParsedCommandLine {
  std::optional<CommandLine> command_line;
  std::optional<EarlyExit> early_exit;
};

// Throws ProcessorError(kConfiguration) for a configuration that is wrong.
ParsedCommandLine parse_command_line(int argc, const char* const* argv);

}  // namespace sonolist::processor
