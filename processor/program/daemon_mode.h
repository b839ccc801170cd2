// sonolist-processor as a worklist performer.
#pragma once

#include "processor/inference/inference_engine.h"
#include "processor/log/log.h"
#include "processor/monitoring/vitals.h"
#include "processor/program/command_line.h"
#include "processor/worker/stop_request.h"

namespace sonolist::processor {

// Works until the stop is requested or, with --once, the worklist is empty. Logs "ready" first, and keeps `vitals` up
// to date. Throws ProcessorError(kConfiguration) for settings that cannot work.
void run_daemon(const CommandLine& command_line, InferenceEngine& engine, const StopRequest& stop, const Log& log,
                Vitals& vitals);

// How old the last answer of a worklist may be that still counts as answering: longer than any pause of the loop.
std::chrono::seconds patience_with_worklists(const Configuration& configuration);

}  // namespace sonolist::processor
