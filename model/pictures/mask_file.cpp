#include "model/pictures/mask_file.h"

#include <array>
#include <filesystem>

#include "model/error.h"
#include "model/pictures/index_png.h"

namespace sonolist::model {
namespace {

constexpr std::array<const char*, 3> kMaskEndings{".png", ".nii.gz", ".nii"};

}  // namespace

ValuePicture read_mask(const std::string& path) {
  if (std::filesystem::path(path).extension() != ".png") return read_nifti_labels(path);
  const auto picture = read_index_png(path);
  return {picture.rows, picture.cols, {picture.pixels.begin(), picture.pixels.end()}};
}

std::string find_mask(const std::string& folder, const std::string& stem, const std::string& picture) {
  std::string found;
  for (const char* ending : kMaskEndings) {
    const auto path = (std::filesystem::path(folder) / (stem + ending)).string();
    if (!std::filesystem::is_regular_file(path)) continue;
    if (!found.empty())
      throw ModelError(picture + ": has two masks, " + found + " and " + path + "; which one is right?");
    found = path;
  }
  if (found.empty()) {
    throw ModelError(picture + ": its mask " + (std::filesystem::path(folder) / stem).string() +
                     " (.png, .nii.gz or .nii) is missing");
  }
  return found;
}

}  // namespace sonolist::model
