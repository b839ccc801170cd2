#include "processor/program/program.h"

#include <chrono>
#include <iostream>

#include "processor/error.h"
#include "processor/monitoring/monitoring.h"
#include "processor/program/command_line.h"
#include "processor/program/daemon_mode.h"
#include "processor/program/file_mode.h"
#include "processor/program/quarantine_mode.h"
#include "processor/worker/stop_signals.h"

namespace sonolist::processor {
namespace {

constexpr int kStoppedAsAsked = 0;
constexpr int kFailedInput = 1;
constexpr int kWrongConfiguration = 2;

InferenceEngine make_engine(const Configuration& configuration, const LoadPredictor& load) {
  const auto packages = configuration.packages.empty() ? built_in_packages(program_folder()) : configuration.packages;
  return load_engine(packages, {configuration.device, configuration.precision, configuration.threads},
                     {configuration.batch_frames, configuration.batch_images}, load);
}

void run(const CommandLine& command_line, const LoadPredictor& load, const Log& log) {
  if (!command_line.quarantine.empty()) {
    run_quarantine_mode(command_line, log, std::cout);
    return;
  }
  if (!command_line.input_file.empty()) {
    InferenceEngine engine = make_engine(command_line.configuration, load);
    run_file_mode(command_line, engine);
    return;
  }
  StopRequest stop(std::chrono::seconds(command_line.configuration.stop_grace_seconds));
  const StopSignals signals(stop);
  Vitals vitals(patience_with_worklists(command_line.configuration));
  const Monitoring monitoring(command_line.configuration.monitoring, vitals, log);
  InferenceEngine engine = make_engine(command_line.configuration, load);
  run_daemon(command_line, engine, stop, log, vitals);
}

}  // namespace

int run_program(int argc, const char* const* argv, const LoadPredictor& load) {
  try {
    const ParsedCommandLine parsed = parse_command_line(argc, argv);
    if (parsed.early_exit) {
      (parsed.early_exit->exit_code == 0 ? std::cout : std::cerr) << parsed.early_exit->text;
      return parsed.early_exit->exit_code;
    }
    const Log log = Log::to_standard_error(parsed.command_line->configuration.log_level);
    try {
      run(*parsed.command_line, load, log);
      return kStoppedAsAsked;
    } catch (const ProcessorError& error) {
      log.error(error.what());
      return error.failure_class() == FailureClass::kConfiguration ? kWrongConfiguration : kFailedInput;
    } catch (const std::exception& error) {
      log.error(error.what());
      return kFailedInput;
    }
  } catch (const std::exception& error) {
    std::cerr << "sonolist-processor: " << error.what() << '\n';
    return kWrongConfiguration;
  }
}

}  // namespace sonolist::processor
