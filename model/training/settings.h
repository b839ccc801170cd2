// The settings of a run as names and values in a file that people read, too.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace sonolist::model {

using Settings = std::vector<std::pair<std::string, std::string>>;

// Lines "name=value", after `heading` as a comment. Neither names nor values may hold a line break. Throw ModelError
// naming the file; reading, also for a line that is none of these.
void write_settings(const std::string& path, const Settings& settings, const std::string& heading);
Settings read_settings(const std::string& path);

}  // namespace sonolist::model
