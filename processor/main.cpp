// sonolist-processor: takes segmentation steps from a DICOM worklist and stores SEG and SR. RESEARCH use only.
#include <chrono>
#include <iostream>

#include "dicom_sr/error.h"
#include "processor/error.h"
#include "processor/inference/load_packages.h"
#include "processor/program/command_line.h"
#include "processor/program/daemon_mode.h"
#include "processor/program/file_mode.h"
#include "processor/worker/stop_signals.h"

namespace {

using namespace sonolist::processor;

constexpr int kStoppedAsAsked = 0;
constexpr int kFailedInput = 1;
constexpr int kWrongConfiguration = 2;

InferenceEngine make_engine(const Configuration& configuration) {
  const auto packages = configuration.packages.empty() ? built_in_packages(program_folder()) : configuration.packages;
  return load_engine(packages, configuration.device, configuration.threads, configuration.batch_frames);
}

void run(const CommandLine& command_line, const Log& log) {
  if (!command_line.input_file.empty()) {
    InferenceEngine engine = make_engine(command_line.configuration);
    run_file_mode(command_line, engine);
    return;
  }
  StopRequest stop(std::chrono::seconds(command_line.configuration.stop_grace_seconds));
  const StopSignals signals(stop);
  InferenceEngine engine = make_engine(command_line.configuration);
  run_daemon(command_line, engine, stop, log);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    const ParsedCommandLine parsed = parse_command_line(argc, argv);
    if (parsed.early_exit) {
      (parsed.early_exit->exit_code == 0 ? std::cout : std::cerr) << parsed.early_exit->text;
      return parsed.early_exit->exit_code;
    }
    const Log log = Log::to_standard_error(parsed.command_line->configuration.log_level);
    try {
      run(*parsed.command_line, log);
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
