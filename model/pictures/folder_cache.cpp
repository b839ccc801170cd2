#include "model/pictures/folder_cache.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <tuple>

#include "model/error.h"
#include "model/package/sha256.h"

namespace sonolist::model {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr int kCacheVersion = 1;  // raised when packing gives other bytes for the same files

json state_of_file(const fs::path& path) {
  return {path.filename().string(), fs::file_size(path), fs::last_write_time(path).time_since_epoch().count()};
}

json state_of_folder(const std::string& folder) {
  if (!fs::is_directory(folder)) throw ModelError(folder + ": there is no such folder");
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.is_regular_file()) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  json state = json::array();
  for (const auto& file : files) state.push_back(state_of_file(file));
  return state;
}

json state_of_labels(const std::optional<LabelTable>& labels) {
  if (!labels) return nullptr;
  json values = json::array();
  for (const auto& [value, label] : labels->label_of) values.push_back({value, label});
  return {labels->classes, values};
}

void keep(const PackedDataset& dataset, const fs::path& path) {
  fs::create_directories(path.parent_path());
  fs::permissions(path.parent_path(), fs::perms::owner_all);
  // Two runs that pack the same folders must not write into one file.
  const auto unfinished = path.string() + "." + std::to_string(getpid());
  try {
    write_packed(dataset, unfinished);
    fs::permissions(unfinished, fs::perms::owner_read | fs::perms::owner_write);
    fs::rename(unfinished, path);
  } catch (...) {
    std::error_code ignored;
    fs::remove(unfinished, ignored);
    fs::remove(unfinished + ".part", ignored);
    throw;
  }
}

}  // namespace

std::string folder_key(const PictureFolderOptions& options) {
  json state{kCacheVersion,
             fs::absolute(options.pictures_folder).lexically_normal().string(),
             fs::absolute(options.masks_folder).lexically_normal().string(),
             state_of_folder(options.pictures_folder),
             state_of_folder(options.masks_folder),
             options.classes,
             options.height,
             options.width,
             state_of_labels(options.labels),
             options.groups.block_size,
             options.groups.pattern,
             options.groups.table,
             options.source};
  if (fs::is_regular_file(options.groups.table)) state.push_back(state_of_file(options.groups.table));
  return sha256_hex(state.dump(-1, ' ', false, json::error_handler_t::replace));
}

PackedDataset pack_through_cache(const PictureFolderOptions& options, const std::string& cache_folder,
                                 const std::function<void(const std::string&)>& report) {
  const auto path = fs::path(cache_folder) / (folder_key(options).substr(0, 32) + ".pack");
  if (fs::is_regular_file(path)) {
    try {
      auto dataset = read_packed(path.string());
      report("Folders unchanged: taken from " + path.string());
      return dataset;
    } catch (const ModelError& problem) {
      report(std::string(problem.what()) + "; packs the folders again");
    }
  }
  auto dataset = pack_picture_folder(options);
  try {
    keep(dataset, path);
    report("Folders packed, kept in " + path.string());
  } catch (const std::exception& problem) {
    report(std::string("Folders packed, but not kept for the next time: ") + problem.what());
  }
  return dataset;
}

std::string default_cache_folder() {
  for (const auto& [variable, below] :
       {std::make_tuple("XDG_CACHE_HOME", "sonolist"), std::make_tuple("HOME", ".cache/sonolist")}) {
    const char* folder = std::getenv(variable);
    if (folder != nullptr && *folder != '\0') return (fs::path(folder) / below).string();
  }
  return "";
}

}  // namespace sonolist::model
