#include "processor/program/daemon_mode.h"

#include <filesystem>
#include <fstream>

#include "processor/client/dicomweb_client.h"
#include "processor/client/ups_client.h"
#include "processor/error.h"
#include "processor/pipeline/agreement_step.h"
#include "processor/pipeline/image_step.h"
#include "processor/worker/step_processors.h"
#include "processor/worker/worker.h"

namespace sonolist::processor {
namespace {

std::string read_password(const std::string& path) {
  if (path.empty()) return "";
  std::ifstream file(path);
  std::string password;
  if (!file) throw ProcessorError(FailureClass::kConfiguration, "PasswordFile " + path + " cannot be read");
  std::getline(file, password);
  return password;
}

HttpSettings http_settings(const Configuration& configuration) {
  HttpSettings settings;
  settings.username = configuration.username;
  settings.password = read_password(configuration.password_file);
  settings.ca_file = configuration.ca_file;
  settings.timeout_seconds = configuration.http_timeout_seconds;
  return settings;
}

WorkerSettings worker_settings(const Configuration& configuration) {
  WorkerSettings settings;
  settings.poll_interval = std::chrono::milliseconds(configuration.poll_milliseconds);
  settings.heartbeat_interval = std::chrono::seconds(configuration.heartbeat_seconds);
  settings.step.station_name = configuration.name;
  settings.step.retry_for = std::chrono::seconds(configuration.retry_seconds);
  return settings;
}

LogFields description_of(const InferenceEngine& engine, const Configuration& configuration) {
  LogFields models = LogFields::array();
  for (const model::Manifest* manifest : engine.manifests()) models.push_back(manifest->name + " " + manifest->version);
  return {{"version", SONOLIST_VERSION}, {"models", models}, {"url", configuration.dicom_web_url}};
}

}  // namespace

void run_daemon(const CommandLine& command_line, InferenceEngine& engine, const StopRequest& stop, const Log& log) {
  const Configuration& configuration = command_line.configuration;
  if (!configuration.overlay_directory.empty() && !std::filesystem::is_directory(configuration.overlay_directory)) {
    throw ProcessorError(FailureClass::kConfiguration,
                         "the overlay folder " + configuration.overlay_directory + " does not exist; create it");
  }
  const HttpSettings http = http_settings(configuration);
  UpsClient worklist(configuration.dicom_web_url, http);
  UpsClient heartbeat_worklist(configuration.dicom_web_url, http);
  DicomwebClient store(configuration.dicom_web_url, http);
  const dicom::OutputOptions outputs = dicom::parse_output_options(configuration.outputs);
  ImageStep image_step(engine, outputs, configuration.overlay_directory);
  AgreementStep agreement_step(outputs.language);
  StepProcessors steps({&image_step, &agreement_step});
  Worker worker({worklist, store, steps, stop, log}, heartbeat_worklist, worker_settings(configuration));
  log.info("ready", description_of(engine, configuration));
  worker.run(command_line.once);
  log.info("stopped");
}

}  // namespace sonolist::processor
