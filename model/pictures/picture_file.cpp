#include "model/pictures/picture_file.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <opencv2/imgcodecs.hpp>

#include "model/error.h"

namespace sonolist::model {
namespace {

bool has_picture_ending(const std::filesystem::path& path) {
  static constexpr std::array<const char*, 6> kEndings{".png", ".jpg", ".jpeg", ".bmp", ".tif", ".tiff"};
  std::string ending = path.extension().string();
  std::transform(ending.begin(), ending.end(), ending.begin(),
                 [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
  return std::find(kEndings.begin(), kEndings.end(), ending) != kEndings.end();
}

}  // namespace

cv::Mat read_grey_picture(const std::string& path) {
  if (!std::filesystem::is_regular_file(path)) throw ModelError(path + ": there is no such file");
  cv::Mat picture;
  try {
    picture = cv::imread(path, cv::IMREAD_GRAYSCALE);
  } catch (const cv::Exception&) {
    picture.release();
  }
  if (picture.empty()) throw ModelError(path + ": is not a readable picture; check the path and the format");
  return picture;
}

void write_picture(const cv::Mat& picture, const std::string& path) {
  bool written = false;
  try {
    written = cv::imwrite(path, picture);
  } catch (const cv::Exception&) {
    written = false;
  }
  if (!written) throw ModelError(path + ": cannot be written; check that the folder exists and the ending");
}

std::vector<std::string> list_pictures(const std::string& file_or_folder) {
  namespace fs = std::filesystem;
  if (fs::is_regular_file(file_or_folder)) return {file_or_folder};
  if (!fs::is_directory(file_or_folder)) throw ModelError(file_or_folder + ": there is no such file or folder");
  std::vector<std::string> paths;
  for (const auto& entry : fs::directory_iterator(file_or_folder)) {
    if (entry.is_regular_file() && has_picture_ending(entry.path())) paths.push_back(entry.path().string());
  }
  if (paths.empty()) throw ModelError(file_or_folder + ": holds no picture (png, jpg, bmp, tif)");
  std::sort(paths.begin(), paths.end());
  return paths;
}

}  // namespace sonolist::model
