#include "processor/configuration/configuration.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <set>

#include "dicom_sr/error.h"
#include "processor/error.h"

namespace sonolist::processor {
namespace {

using nlohmann::json;

constexpr int kLargestPort = 65'535;

[[noreturn]] void refuse(const std::string& where, const std::string& why) {
  throw ProcessorError(FailureClass::kConfiguration, where + ": " + why);
}

std::string place_of(const std::string& origin, const std::string& key) {
  return origin + ": '" + key + "'";
}

std::string text_of(const json& value, const std::string& where) {
  if (!value.is_string()) refuse(where, "must be a text");
  return value.get<std::string>();
}

int number_of(const json& value, const std::string& where, int lowest, int highest) {
  const bool in_range =
      value.is_number_integer() && value.get<std::int64_t>() >= lowest && value.get<std::int64_t>() <= highest;
  if (!in_range) {
    refuse(where, "must be a whole number from " + std::to_string(lowest) + " to " + std::to_string(highest));
  }
  return value.get<int>();
}

std::string path_of(const json& value, const std::string& where, const std::string& directory) {
  const std::string text = text_of(value, where);
  return text.empty() ? text : (std::filesystem::path(directory) / text).lexically_normal().string();
}

using Reader = std::function<void(const json& value, const std::string& where)>;

Reader text(std::string& target) {
  return [&target](const json& value, const std::string& where) { target = text_of(value, where); };
}

Reader number(int& target, int lowest, int highest) {
  return [&target, lowest, highest](const json& value, const std::string& where) {
    target = number_of(value, where, lowest, highest);
  };
}

Reader flag(bool& target) {
  return [&target](const json& value, const std::string& where) {
    if (!value.is_boolean()) refuse(where, "must be true or false");
    target = value.get<bool>();
  };
}

Reader path(std::string& target, const std::string& directory) {
  return
      [&target, directory](const json& value, const std::string& where) { target = path_of(value, where, directory); };
}

Reader paths(std::vector<std::string>& target, const std::string& directory) {
  return [&target, directory](const json& value, const std::string& where) {
    if (!value.is_array()) refuse(where, "must be a list of paths");
    for (const json& entry : value) target.push_back(path_of(entry, where, directory));
  };
}

Reader texts(std::vector<std::string>& target) {
  return [&target](const json& value, const std::string& where) {
    if (!value.is_array()) refuse(where, "must be a list of texts");
    for (const json& entry : value) target.push_back(text_of(entry, where));
  };
}

using Readers = std::map<std::string, Reader>;

void read_members(const json& document, const Readers& readers, const std::string& origin) {
  for (const auto& [key, value] : document.items()) {
    const auto reader = readers.find(key);
    if (reader == readers.end()) refuse(origin, "the key '" + key + "' is unknown; remove it or correct its spelling");
    reader->second(value, place_of(origin, key));
  }
}

Readers readers_of(WorklistAccess& worklist, const std::string& directory) {
  return {{"DicomWebUrl", text(worklist.dicom_web_url)},
          {"Username", text(worklist.username)},
          {"PasswordFile", path(worklist.password_file, directory)},
          {"CaFile", path(worklist.ca_file, directory)}};
}

Reader worklists(std::vector<WorklistAccess>& target, const std::string& directory) {
  return [&target, directory](const json& value, const std::string& where) {
    if (!value.is_array()) refuse(where, "must be a list of objects");
    for (const json& entry : value) {
      if (!entry.is_object() || !entry.contains("DicomWebUrl")) refuse(where, "an entry has no DicomWebUrl");
      read_members(entry, readers_of(target.emplace_back(), directory), where);
    }
  };
}

Reader monitoring(MonitoringSettings& target) {
  return [&target](const json& value, const std::string& where) {
    if (!value.is_object()) refuse(where, "must be an object with Enable, Address and Port");
    const Readers readers = {{"Enable", flag(target.enable)},
                             {"Address", text(target.address)},
                             {"Port", number(target.port, 0, kLargestPort)}};
    read_members(value, readers, where);
  };
}

void require_different(std::vector<WorklistAccess>& all, const std::string& origin) {
  std::set<std::string> seen;
  for (WorklistAccess& worklist : all) {
    worklist.dicom_web_url = without_final_slash(worklist.dicom_web_url);
    if (!seen.insert(worklist.dicom_web_url).second)
      refuse(origin, "the worklist " + worklist.dicom_web_url + " is given twice; remove one");
  }
}

Reader outputs(dicom::OutputTexts& target) {
  return [&target](const json& value, const std::string& where) {
    if (!value.is_object()) refuse(where, "must map output options to texts");
    for (const auto& [name, entry] : value.items()) target[name] = text_of(entry, where + "." + name);
    try {
      dicom::parse_output_options(target);
    } catch (const dicom::DicomError& error) {
      refuse(where, error.what());
    }
  };
}

}  // namespace

std::string without_final_slash(std::string url) {
  while (!url.empty() && url.back() == '/') url.pop_back();
  return url;
}

Configuration parse_configuration(const json& document, const std::string& origin, const std::string& directory) {
  if (!document.is_object()) refuse(origin, "the configuration must be a JSON object");
  Configuration result;
  WorklistAccess single;
  Readers readers = {
      {"Worklists", worklists(result.worklists, directory)},
      {"AllowedHosts", texts(result.allowed_hosts)},
      {"Packages", paths(result.packages, directory)},
      {"Name", text(result.name)},
      {"Device", text(result.device)},
      {"Precision", text(result.precision)},
      {"Threads", number(result.threads, 0, 1024)},
      {"BatchFrames", number(result.batch_frames, 1, 256)},
      {"BatchImages", number(result.batch_images, 0, 64)},
      {"IdlePollSeconds", number(result.idle_poll_seconds, 1, 3600)},
      {"StateDirectory", path(result.state_directory, directory)},
      {"PollMilliseconds", number(result.poll_milliseconds, 10, 3600000)},
      {"HeartbeatSeconds", number(result.heartbeat_seconds, 1, 3600)},
      {"HttpTimeoutSeconds", number(result.http_timeout_seconds, 1, 3600)},
      {"StopGraceSeconds", number(result.stop_grace_seconds, 0, 3600)},
      {"RetrySeconds", number(result.retry_seconds, 0, 86400)},
      {"Outputs", outputs(result.outputs)},
      {"LogLevel", text(result.log_level)},
      {"Monitoring", monitoring(result.monitoring)},
      {"OverlayDirectory", path(result.overlay_directory, directory)},
  };
  readers.merge(readers_of(single, directory));
  read_members(document, readers, origin);
  // The keys of one worklist, as they were before there could be several.
  const bool names_single = document.contains("DicomWebUrl");
  if (names_single || result.worklists.empty()) result.worklists.insert(result.worklists.begin(), single);
  require_different(result.worklists, origin);
  return result;
}

std::string state_directory_of(const Configuration& configuration) {
  return configuration.state_directory.empty() ? default_state_directory() : configuration.state_directory;
}

std::string default_state_directory() {
  const auto variable = [](const char* name) {
    const char* const value = std::getenv(name);
    return std::string(value == nullptr ? "" : value);
  };
  const std::string given = variable("STATE_DIRECTORY");
  if (!given.empty()) return given.substr(0, given.find(':'));
  if (!variable("XDG_STATE_HOME").empty()) return variable("XDG_STATE_HOME") + "/sonolist";
  if (!variable("HOME").empty()) return variable("HOME") + "/.local/state/sonolist";
  refuse("StateDirectory", "there is no home folder to put it into; name one");
}

Configuration read_configuration(const std::string& path) {
  std::ifstream file(path);
  if (!file) refuse(path, "the configuration cannot be read; check the path and its permissions");
  try {
    const std::string directory = std::filesystem::absolute(path).parent_path().string();
    return parse_configuration(json::parse(file, nullptr, true, true), path, directory);
  } catch (const json::parse_error& error) {
    refuse(path, std::string("no valid JSON: ") + error.what());
  }
}

}  // namespace sonolist::processor
