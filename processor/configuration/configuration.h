// The processor's settings: a JSON file, overridden by flags.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "dicom_sr/workitem/output_options.h"

namespace sonolist::processor {

// A worklist and the image store beside it.
struct WorklistAccess {
  std::string dicom_web_url = "http://127.0.0.1:8042/dicom-web";  // no final slash
  std::string username, password_file, ca_file;
};

// The door at which the processor tells how it is doing, see processor/monitoring/monitoring.h.
struct MonitoringSettings {
  bool enable = true;
  std::string address = "127.0.0.1";  // an IP address of this host; nobody is asked for a password there
  int port = 8044;                    // 0: any free one
};

struct Configuration {
  std::vector<WorklistAccess> worklists;   // at least one, each of another address
  std::vector<std::string> allowed_hosts;  // "host" or "host:port" that a workitem may name besides the worklists' own
  std::vector<std::string> packages;       // folders or .zip; empty: the built-in ones
  std::string name = "sonolist-processor";
  std::string device = "auto";     // auto, cpu, cuda
  std::string precision = "auto";  // auto, float32, int8; see model/prediction/precision_choice.h
  int threads = 0;                 // 0 = number of cores
  int batch_frames = 4;            // frames of a cine that go through the network at once
  int batch_images = 0;            // steps of a worklist that are worked on at once; 0 = images_at_once()
  int poll_milliseconds = 100;
  int idle_poll_seconds = 5;  // while the worklist tells of new work by its event channel
  int heartbeat_seconds = 5;
  int http_timeout_seconds = 30;
  int stop_grace_seconds = 10;
  int retry_seconds = 300;     // how long a transient failure of one step is retried
  dicom::OutputTexts outputs;  // what a workitem does not say; see dicom_sr/workitem/output_options.h
  std::string log_level = "info";
  std::string state_directory;  // of the journal of crashes; empty: see default_state_directory()
  MonitoringSettings monitoring;
  std::string overlay_directory;  // empty: no overlays. They show the image as received, burned-in text included.
};

// Throws ProcessorError(kConfiguration) "<origin>: 'Key': ..." for an unknown key, a wrong type or a value out of
// range. Relative package, password and CA paths are taken from `directory`. Pure.
Configuration parse_configuration(const nlohmann::json& document, const std::string& origin,
                                  const std::string& directory);

Configuration read_configuration(const std::string& path);

// StateDirectory, or the default.
std::string state_directory_of(const Configuration& configuration);

// $STATE_DIRECTORY (systemd), else sonolist below $XDG_STATE_HOME or ~/.local/state. Throws
// ProcessorError(kConfiguration) where none of these is set.
std::string default_state_directory();

// "http://host/dicom-web/" and "http://host/dicom-web" are the same root.
std::string without_final_slash(std::string url);

}  // namespace sonolist::processor
