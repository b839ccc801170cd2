#include "processor/program/daemon_mode.h"

#include <algorithm>
#include <filesystem>
#include <thread>

#include "processor/error.h"
#include "processor/inference/load_packages.h"
#include "processor/pipeline/agreement_step.h"
#include "processor/pipeline/image_step.h"
#include "processor/program/worklist_loop.h"
#include "processor/worker/step_processors.h"

namespace sonolist::processor {
namespace {

LogFields description_of(const InferenceEngine& engine, const Configuration& configuration) {
  LogFields models = LogFields::array();
  LogFields worklists = LogFields::array();
  for (const model::Manifest* manifest : engine.manifests()) models.push_back(manifest->name + " " + manifest->version);
  for (const WorklistAccess& worklist : configuration.worklists) worklists.push_back(worklist.dicom_web_url);
  return {{"version", SONOLIST_VERSION}, {"models", models}, {"worklists", worklists}};
}

// Each in a thread: a worklist that does not answer holds up no other.
void run_all(const std::vector<std::unique_ptr<WorklistLoop>>& loops, bool once) {
  std::vector<std::thread> threads;
  threads.reserve(loops.size());
  for (const auto& loop : loops) threads.emplace_back([&loop, once] { loop->run(once); });
  for (std::thread& thread : threads) thread.join();
}

}  // namespace

std::chrono::seconds patience_with_worklists(const Configuration& configuration) {
  constexpr int kShortestSeconds = 60;
  constexpr int kPauses = 3;
  const int longest_pause = std::max(
      {configuration.idle_poll_seconds, configuration.heartbeat_seconds, configuration.poll_milliseconds / 1000});
  return std::chrono::seconds(std::max(kShortestSeconds, kPauses * longest_pause + configuration.http_timeout_seconds));
}

void run_daemon(const CommandLine& command_line, InferenceEngine& engine, const StopRequest& stop, const Log& log,
                Vitals& vitals) {
  const Configuration& configuration = command_line.configuration;
  if (!configuration.overlay_directory.empty() && !std::filesystem::is_directory(configuration.overlay_directory)) {
    throw ProcessorError(FailureClass::kConfiguration,
                         "the overlay folder " + configuration.overlay_directory + " does not exist; create it");
  }
  CrashJournal journal(state_directory_of(configuration), configuration.name, log);
  const dicom::OutputOptions outputs = dicom::parse_output_options(configuration.outputs);
  const int at_once = images_at_once(configuration.batch_images, engine.on_gpu(), engine.lanes());
  ImageStep image_step(engine, journal, {outputs, configuration.overlay_directory, at_once});
  AgreementStep agreement_step(outputs.language, journal);
  StepProcessors steps({&image_step, &agreement_step});
  std::vector<std::unique_ptr<WorklistLoop>> loops;
  for (const WorklistAccess& worklist : configuration.worklists)
    loops.push_back(std::make_unique<WorklistLoop>(worklist, configuration, at_once, steps, stop, log, vitals));
  vitals.steps().prepare(steps.served_models());
  engine.ask_for_steps_in_work([&vitals] { return vitals.steps().in_flight(); });
  const Vitals::ShownEngine shown(vitals, engine);
  log.info("ready", description_of(engine, configuration));
  run_all(loops, command_line.once);
  log.info("stopped");
}

}  // namespace sonolist::processor
