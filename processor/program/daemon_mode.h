// sonolist-processor as a worklist performer.
#pragma once

#include "processor/inference/inference_engine.h"
#include "processor/log/log.h"
#include "processor/program/command_line.h"
#include "processor/worker/stop_request.h"

namespace sonolist::processor {

// Works until the stop is requested or, with --once, the worklist is empty. Logs "ready" first. Throws
// ProcessorError(kConfiguration) for settings that cannot work.
void run_daemon(const CommandLine& command_line, InferenceEngine& engine, const StopRequest& stop, const Log& log);

}  // namespace sonolist::processor
