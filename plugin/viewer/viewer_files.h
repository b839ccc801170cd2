// The files of a viewer that was built elsewhere.
#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <string_view>

namespace sonolist::plugin {

// Knows the names of all files in its folder from its making on, and reads no other: a name that leads out of the
// folder is not among them, however it is spelt. Symbolic links and names with a dot at their beginning are left out.
// Thread safe.
class ViewerFiles {
 public:
  // Throws std::filesystem::filesystem_error when the folder cannot be listed.
  explicit ViewerFiles(std::filesystem::path folder);

  // Relative to the folder, with slashes.
  const std::set<std::string, std::less<>>& names() const { return names_; }

  // The content as it is now. Throws std::runtime_error for a name that is not known or a file that cannot be read.
  std::string read(std::string_view name) const;

 private:
  const std::filesystem::path folder_;
  std::set<std::string, std::less<>> names_;
};

}  // namespace sonolist::plugin
