#include "model/pictures/picture_folder.h"

#include <algorithm>
#include <filesystem>
#include <opencv2/imgproc.hpp>

#include "model/dataset/split.h"
#include "model/error.h"
#include "model/pictures/index_png.h"
#include "model/pictures/picture_file.h"

namespace sonolist::model {
namespace {

void append(std::vector<std::uint8_t>& pixels, const cv::Mat& picture) {
  for (int row = 0; row < picture.rows; ++row)
    pixels.insert(pixels.end(), picture.ptr(row), picture.ptr(row) + picture.cols);
}

std::vector<std::string> class_names(const std::vector<std::string>& given, int highest_label) {
  std::vector<std::string> names{"background"};
  if (given.empty()) {
    for (int label = 1; label <= highest_label; ++label) names.push_back("class_" + std::to_string(label));
  } else {
    names.insert(names.end(), given.begin() + (given.front() == "background" ? 1 : 0), given.end());
  }
  return names;
}

}  // namespace

PackedDataset pack_picture_folder(const PictureFolderOptions& options) {
  namespace fs = std::filesystem;
  const cv::Size size(static_cast<int>(options.width), static_cast<int>(options.height));
  PackedDataset dataset;
  dataset.height = options.height;
  dataset.width = options.width;
  dataset.source = options.source;
  int highest_label = 0;
  for (const auto& path : list_pictures(options.pictures_folder)) {
    const auto stem = fs::path(path).stem().string();
    const auto mask_path = (fs::path(options.masks_folder) / (stem + ".png")).string();
    if (!fs::is_regular_file(mask_path)) throw ModelError(path + ": its mask " + mask_path + " is missing");
    const cv::Mat picture = read_grey_picture(path);
    IndexPicture mask = read_index_png(mask_path);
    if (mask.rows != picture.rows || mask.cols != picture.cols) {
      throw ModelError(mask_path + ": is " + std::to_string(mask.cols) + "x" + std::to_string(mask.rows) +
                       ", its picture is " + std::to_string(picture.cols) + "x" + std::to_string(picture.rows));
    }
    const int label = *std::max_element(mask.pixels.begin(), mask.pixels.end());
    if (!options.classes.empty() && label >= static_cast<int>(class_names(options.classes, 0).size())) {
      throw ModelError(mask_path + ": holds label " + std::to_string(label) + ", for which no class is named");
    }
    highest_label = std::max(highest_label, label);

    cv::Mat resized;
    const bool shrinks = picture.rows > size.height && picture.cols > size.width;
    cv::resize(picture, resized, size, 0, 0, shrinks ? cv::INTER_AREA : cv::INTER_LINEAR);
    append(dataset.pictures, resized);
    // INTER_NEAREST of OpenCV takes the upper left corner of a cell; the exact variant takes its centre, as the
    // pictures do.
    cv::resize(cv::Mat(mask.rows, mask.cols, CV_8UC1, mask.pixels.data()), resized, size, 0, 0,
               cv::INTER_NEAREST_EXACT);
    append(dataset.labels, resized);
    dataset.names.push_back(stem);
  }
  dataset.count = static_cast<std::int64_t>(dataset.names.size());
  dataset.classes = class_names(options.classes, highest_label);
  dataset.groups = consecutive_blocks(dataset.count, options.block_size);
  return dataset;
}

}  // namespace sonolist::model
