#include "processor/program/quarantine_mode.h"

#include <ostream>

#include "processor/quarantine/crash_journal.h"

namespace sonolist::processor {

void run_quarantine_mode(const CommandLine& command_line, const Log& log, std::ostream& out) {
  const Configuration& configuration = command_line.configuration;
  const std::string folder = state_directory_of(configuration);
  if (command_line.quarantine == "clear") {
    CrashJournal(folder, configuration.name, log).clear();
    return;
  }
  for (const auto& [input, crashes] : read_crashes(folder, configuration.name)) {
    out << crashes << (crashes < kCrashesToQuarantine ? "  one more try  " : "  quarantine    ") << input << '\n';
  }
}

}  // namespace sonolist::processor
