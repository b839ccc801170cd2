#include "plugin/viewer/viewer_files.h"

#include <fstream>
#include <iterator>
#include <stdexcept>

namespace sonolist::plugin {

namespace fs = std::filesystem;

ViewerFiles::ViewerFiles(fs::path folder) : folder_(std::move(folder)) {
  for (auto entry = fs::recursive_directory_iterator(folder_); entry != fs::recursive_directory_iterator(); ++entry) {
    const fs::path& path = entry->path();
    if (path.filename().string().front() == '.') {
      entry.disable_recursion_pending();
    } else if (entry->symlink_status().type() == fs::file_type::regular) {
      names_.insert(path.lexically_relative(folder_).generic_string());
    }
  }
}

std::string ViewerFiles::read(std::string_view name) const {
  if (names_.count(name) == 0) throw std::runtime_error("The viewer has no file " + std::string(name));
  std::ifstream file(folder_ / name, std::ios::binary);
  std::string content{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (!file) throw std::runtime_error("The viewer's file " + std::string(name) + " cannot be read");
  return content;
}

}  // namespace sonolist::plugin
