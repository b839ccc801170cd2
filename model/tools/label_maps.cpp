#include "model/tools/label_maps.h"

#include <algorithm>
#include <filesystem>

#include "model/dataset/packed_dataset.h"
#include "model/error.h"
#ifdef SONOLIST_WITH_OPENCV
#include "model/pictures/index_png.h"
#include "model/pictures/picture_file.h"
#endif

namespace sonolist::model::tools {
namespace {

std::vector<std::string> with_background(std::vector<std::string> classes) {
  classes.insert(classes.begin(), "background");
  return classes;
}

LabelMaps maps_of_pack(const std::string& path, const std::vector<std::string>& classes) {
  const auto dataset = read_packed(path);
  if (!classes.empty() && dataset.classes != with_background(classes)) {
    throw ModelError(path + ": its classes are not those of --classes; leave the option out for packed data sets");
  }
  LabelMaps maps{dataset.classes, {}};
  const auto pixels = static_cast<std::ptrdiff_t>(dataset.height * dataset.width);
  for (std::ptrdiff_t i = 0; i < dataset.count; ++i) {
    const auto begin = dataset.labels.begin() + i * pixels;
    maps.maps.push_back({dataset.names[static_cast<std::size_t>(i)],
                         dataset.groups[static_cast<std::size_t>(i)],
                         dataset.height,
                         dataset.width,
                         {begin, begin + pixels}});
  }
  return maps;
}

#ifdef SONOLIST_WITH_OPENCV
LabelMaps maps_of_folder(const std::string& folder, const std::vector<std::string>& classes) {
  if (classes.empty()) throw ModelError(folder + ": name the mask values with --classes");
  LabelMaps maps{with_background(classes), {}};
  for (const auto& path : list_pictures(folder)) {
    auto mask = read_index_png(path);
    const auto name = std::filesystem::path(path).stem().string();
    if (!mask.pixels.empty() && *std::max_element(mask.pixels.begin(), mask.pixels.end()) > classes.size()) {
      throw ModelError(path + ": holds a label beyond the " + std::to_string(classes.size()) + " of --classes");
    }
    maps.maps.push_back({name, name, mask.rows, mask.cols, std::move(mask.pixels)});
  }
  return maps;
}
#endif

}  // namespace

LabelMaps read_label_maps(const std::string& path, const std::vector<std::string>& classes) {
  if (!std::filesystem::is_directory(path)) {
    auto maps = maps_of_pack(path, classes);
    std::sort(maps.maps.begin(), maps.maps.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    return maps;
  }
#ifdef SONOLIST_WITH_OPENCV
  return maps_of_folder(path, classes);
#else
  throw ModelError(path + ": is a folder, which this build (without OpenCV) does not read; give a packed data set");
#endif
}

}  // namespace sonolist::model::tools
