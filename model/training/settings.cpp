#include "model/training/settings.h"

#include <fstream>

#include "model/error.h"
#include "model/package/write_file.h"

namespace sonolist::model {

void write_settings(const std::string& path, const Settings& settings, const std::string& heading) {
  std::string text = "# " + heading + "\n";
  for (const auto& [name, value] : settings) text += name + "=" + value + "\n";
  write_file(path, text);
}

Settings read_settings(const std::string& path) {
  std::ifstream in(path);
  if (!in) throw ModelError(path + ": cannot be opened; it holds the settings of the run and is needed to resume it");
  Settings settings;
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line.front() == '#') continue;
    const auto equals = line.find('=');
    if (equals == std::string::npos) throw ModelError(path + ": '" + line + "' is not NAME=VALUE");
    settings.emplace_back(line.substr(0, equals), line.substr(equals + 1));
  }
  return settings;
}

}  // namespace sonolist::model
