// sonolist-processor --quarantine: the images that a processor did not survive.
#pragma once

#include <iosfwd>

#include "processor/log/log.h"
#include "processor/program/command_line.h"

namespace sonolist::processor {

// "list" prints a line for each image with a crash: count, whether it is in quarantine, SOP Instance UID. "clear" makes
// the journal forget them, which needs the processor to be stopped. Throws ProcessorError(kConfiguration).
void run_quarantine_mode(const CommandLine& command_line, const Log& log, std::ostream& out);

}  // namespace sonolist::processor
