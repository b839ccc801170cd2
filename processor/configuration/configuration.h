// The processor's settings: a JSON file, overridden by flags.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "dicom_sr/workitem/output_options.h"

namespace sonolist::processor {

struct Configuration {
  std::string dicom_web_url = "http://127.0.0.1:8042/dicom-web";  // no final slash
  std::string username, password_file, ca_file;
  std::vector<std::string> packages;  // folders or .zip; empty: the built-in ones
  std::string name = "sonolist-processor";
  std::string device = "auto";  // auto, cpu, cuda
  int threads = 0;              // 0 = number of cores
  int batch_frames = 4;         // frames of a cine that go through the network at once
  int poll_milliseconds = 100;
  int heartbeat_seconds = 5;
  int http_timeout_seconds = 30;
  int stop_grace_seconds = 10;
  int retry_seconds = 300;     // how long a transient failure of one step is retried
  dicom::OutputTexts outputs;  // what a workitem does not say; see dicom_sr/workitem/output_options.h
  std::string log_level = "info";
  std::string overlay_directory;  // empty: no overlays. They show the image as received, burned-in text included.
};

// Throws ProcessorError(kConfiguration) "<origin>: 'Key': ..." for an unknown key, a wrong type or a value out of
// range. Relative package, password and CA paths are taken from `directory`. Pure.
Configuration parse_configuration(const nlohmann::json& document, const std::string& origin,
                                  const std::string& directory);

Configuration read_configuration(const std::string& path);

// "http://host/dicom-web/" and "http://host/dicom-web" are the same root.
std::string without_final_slash(std::string url);

}  // namespace sonolist::processor
