// Where a package's files come from: a folder, or a .zip whose entries lie at its root.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace sonolist::model {

struct PackageFile {
  std::shared_ptr<const void> owner;  // keeps `bytes` valid
  std::string_view bytes;
  std::string origin;  // how messages call the file
};

class PackageSource {
 public:
  // Throws ModelError when `path` is neither a folder nor a .zip (or this build reads no .zip).
  static std::unique_ptr<PackageSource> open(const std::string& path);
  virtual ~PackageSource() = default;

  // `name` has no folder. Throws ModelError naming package and file when it is missing or unreadable.
  virtual PackageFile read(const std::string& name) = 0;
  virtual bool has(const std::string& name) const = 0;
};

}  // namespace sonolist::model
