// sonolist-processor --file: one image, no worklist, no server.
#pragma once

#include "processor/inference/inference_engine.h"
#include "processor/program/command_line.h"

namespace sonolist::processor {

// Writes seg.dcm (when a structure was found), sr.dcm and overlay.png to the output folder, label maps to the masks
// folder, and prints a table to standard output. Works with the first package. Throws DicomError or ProcessorError.
void run_file_mode(const CommandLine& command_line, InferenceEngine& engine);

}  // namespace sonolist::processor
