#include "model/package/package_source.h"

#include <filesystem>

#include "model/error.h"
#include "model/package/mapped_file.h"
#ifdef SONOLIST_WITH_ZIP
#include "model/package/zip_source.h"
#endif

namespace sonolist::model {
namespace {

class FolderSource : public PackageSource {
 public:
  explicit FolderSource(std::filesystem::path folder) : folder_(std::move(folder)) {}

  PackageFile read(const std::string& name) override {
    const auto path = (folder_ / name).string();
    auto file = std::make_shared<const MappedFile>(path);
    const auto bytes = file->bytes();
    return {std::move(file), bytes, path};
  }

  bool has(const std::string& name) const override {
    std::error_code ignored;
    return std::filesystem::exists(folder_ / name, ignored);
  }

 private:
  std::filesystem::path folder_;
};

}  // namespace

std::unique_ptr<PackageSource> PackageSource::open(const std::string& path) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) return std::make_unique<FolderSource>(path);
  if (!std::filesystem::exists(path, ignored)) throw ModelError(path + ": there is no such model package");
#ifdef SONOLIST_WITH_ZIP
  return open_zip(path);
#else
  throw ModelError(path + ": not a folder; this build reads no .zip (libzip was missing), unpack it first");
#endif
}

}  // namespace sonolist::model
