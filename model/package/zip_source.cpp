#ifdef SONOLIST_WITH_ZIP
#include "model/package/zip_source.h"

#include <zip.h>

#include <utility>

#include "model/error.h"

namespace sonolist::model {
namespace {

constexpr zip_uint64_t kLargestEntry = zip_uint64_t{4} << 30;

struct CloseArchive {
  void operator()(zip_t* archive) const { zip_discard(archive); }
};

struct CloseEntry {
  void operator()(zip_file_t* entry) const { zip_fclose(entry); }
};

class ZipSource : public PackageSource {
 public:
  explicit ZipSource(const std::string& path) : path_(path) {
    int code = 0;
    archive_.reset(zip_open(path.c_str(), ZIP_RDONLY, &code));
    if (archive_) return;
    zip_error_t error;
    zip_error_init_with_code(&error, code);
    const std::string reason = zip_error_strerror(&error);
    zip_error_fini(&error);
    throw ModelError(path + ": not a folder and cannot be read as .zip: " + reason);
  }

  PackageFile read(const std::string& name) override {
    const auto origin = path_ + "/" + name;
    zip_stat_t status;
    if (zip_stat(archive_.get(), name.c_str(), 0, &status) != 0) {
      throw ModelError(origin + ": is missing; it must lie at the root of the archive");
    }
    if ((status.valid & ZIP_STAT_SIZE) == 0 || status.size > kLargestEntry) {
      throw ModelError(origin + ": has no size or more than 4 GiB; use a folder");
    }
    const std::unique_ptr<zip_file_t, CloseEntry> entry(zip_fopen_index(archive_.get(), status.index, 0));
    auto content = std::make_shared<std::string>(status.size, '\0');
    if (!entry || zip_fread(entry.get(), content->data(), status.size) != static_cast<zip_int64_t>(status.size)) {
      throw ModelError(origin + ": cannot be unpacked: " + zip_strerror(archive_.get()));
    }
    const std::string_view bytes = *content;
    return {std::move(content), bytes, origin};
  }

  bool has(const std::string& name) const override { return zip_name_locate(archive_.get(), name.c_str(), 0) >= 0; }

 private:
  std::string path_;
  std::unique_ptr<zip_t, CloseArchive> archive_;
};

}  // namespace

std::unique_ptr<PackageSource> open_zip(const std::string& path) {
  return std::make_unique<ZipSource>(path);
}

}  // namespace sonolist::model
#endif
