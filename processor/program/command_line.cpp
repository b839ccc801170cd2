#include "processor/program/command_line.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <sstream>

#include "dicom_sr/error.h"
#include "processor/error.h"

namespace sonolist::processor {
namespace {

constexpr int kWrongUsage = 2;

// Flags that were given; the others leave the configuration alone.
struct Flags {
  std::string configuration_file;
  std::optional<std::string> username, password_file, name, device, precision, log_level, overlays, state_directory;
  std::optional<int> threads, monitoring_port;
  bool no_monitoring = false;
  std::vector<std::string> urls, packages, outputs;
};

// Addresses given as flags replace those of the configuration; name and password are for all that are left.
void override_worklists(const Flags& flags, std::vector<WorklistAccess>& worklists) {
  const WorklistAccess first = worklists.front();
  if (!flags.urls.empty()) worklists.clear();
  for (const std::string& url : flags.urls) {
    WorklistAccess& worklist = worklists.emplace_back(first);
    worklist.dicom_web_url = without_final_slash(url);
  }
  for (WorklistAccess& worklist : worklists) {
    if (flags.username) worklist.username = *flags.username;
    if (flags.password_file) worklist.password_file = *flags.password_file;
  }
}

void override_with(const Flags& flags, Configuration& configuration) {
  const auto override_text = [](const std::optional<std::string>& flag, std::string& target) {
    if (flag) target = *flag;
  };
  override_worklists(flags, configuration.worklists);
  override_text(flags.name, configuration.name);
  override_text(flags.device, configuration.device);
  override_text(flags.precision, configuration.precision);
  override_text(flags.log_level, configuration.log_level);
  override_text(flags.overlays, configuration.overlay_directory);
  override_text(flags.state_directory, configuration.state_directory);
  for (const std::string& output : flags.outputs) {
    const std::size_t equals = std::min(output.find('='), output.size());
    configuration.outputs[output.substr(0, equals)] = output.substr(std::min(equals + 1, output.size()));
  }
  if (flags.threads) configuration.threads = *flags.threads;
  if (flags.monitoring_port) configuration.monitoring.port = *flags.monitoring_port;
  if (flags.no_monitoring) configuration.monitoring.enable = false;
  if (!flags.packages.empty()) configuration.packages = flags.packages;
}

// What a flag of --output says is seen only now.
void require_output_options(const Configuration& configuration) {
  try {
    dicom::parse_output_options(configuration.outputs);
  } catch (const dicom::DicomError& error) {
    throw ProcessorError(FailureClass::kConfiguration, error.what());
  }
}

}  // namespace

ParsedCommandLine parse_command_line(int argc, const char* const* argv) {
  CommandLine result;
  Flags flags;
  CLI::App app("Segments the ultrasound images of a DICOM worklist, or of one file. RESEARCH use only.",
               "sonolist-processor");
  app.set_version_flag("--version", SONOLIST_VERSION);
  app.add_option("--config", flags.configuration_file, "Configuration (JSON)");
  app.add_option(
         "--url", flags.urls,
         "Root of DICOMweb and UPS-RS, e.g. http://127.0.0.1:8042/dicom-web (may be repeated: each is worked for)")
      ->allow_extra_args(false);
  app.add_option("--username", flags.username, "User name for the DICOMweb servers");
  app.add_option("--password-file", flags.password_file, "File that holds the password");
  app.add_option("--package", flags.packages, "Model package, a folder or .zip (may be repeated)")
      ->allow_extra_args(false);
  app.add_option("--name", flags.name, "Name of this processor in the worklist");
  app.add_option("--device", flags.device, "auto, cpu or cuda");
  app.add_option("--precision", flags.precision, "auto, float32, or int8 for packages that have int8.json, on a CPU");
  app.add_option("--threads", flags.threads, "Threads of the network, 0 = number of cores")->check(CLI::Range(0, 1024));
  app.add_option("--state-directory", flags.state_directory, "Folder of the journal of crashes");
  auto* port = app.add_option("--monitoring-port", flags.monitoring_port,
                              "Port of metrics and health, 0 = any free one; a port that is taken is left for the next")
                   ->check(CLI::Range(0, 65'535));
  app.add_flag("--no-monitoring", flags.no_monitoring, "No metrics, no health")->excludes(port);
  app.add_option("--log-level", flags.log_level, "debug, info, warning or error");
  app.add_option("--output", flags.outputs,
                 "NAME=VALUE (may be repeated): SegmentationType=BINARY|FRACTIONAL|LABELMAP, Geometry=viewer|strict, "
                 "Compression=none|deflated|rle, Language=en|zh, Overlay=no|yes")
      ->allow_extra_args(false);
  app.add_option("--overlays", flags.overlays, "Write an overlay PNG per image to this folder (shows burned-in text)");
  auto* once = app.add_flag("--once", result.once, "Stop when the worklist holds no step for us");
  auto* file = app.add_option("--file", result.input_file, "Process this DICOM file instead of a worklist");
  auto* out = app.add_option("--out", result.output_folder, "Folder for seg.dcm, sr.dcm and overlay.png");
  app.add_option("--masks", result.masks_folder, "Folder for the label maps (PGM, one per frame)")->needs(file);
  app.add_option("--quarantine", result.quarantine,
                 "list: print the images that this processor did not survive; clear: try them again")
      ->check(CLI::IsMember({"list", "clear"}))
      ->excludes(file);
  file->needs(out)->excludes(once);
  out->needs(file);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    std::ostringstream text;
    const bool is_question = app.exit(error, text, text) == 0;
    return {std::nullopt, EarlyExit{is_question ? 0 : kWrongUsage, text.str()}};
  }
  result.configuration = flags.configuration_file.empty() ? parse_configuration(nlohmann::json::object(), "", "")
                                                          : read_configuration(flags.configuration_file);
  override_with(flags, result.configuration);
  require_output_options(result.configuration);
  return {std::move(result), std::nullopt};
}

}  // namespace sonolist::processor
