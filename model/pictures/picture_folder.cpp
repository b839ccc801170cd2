#include "model/pictures/picture_folder.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <opencv2/imgproc.hpp>
#include <string_view>

#include "model/error.h"
#include "model/pictures/mask_file.h"
#include "model/pictures/picture_file.h"

namespace sonolist::model {
namespace {

void append(std::vector<std::uint8_t>& pixels, const cv::Mat& picture) {
  for (int row = 0; row < picture.rows; ++row)
    pixels.insert(pixels.end(), picture.ptr(row), picture.ptr(row) + picture.cols);
}

bool looks_like_dicom(const std::filesystem::path& path) {
  constexpr std::size_t kPreamble = 128;  // PS3.10 section 7.1
  std::array<char, kPreamble + 4> begin{};
  std::ifstream in(path, std::ios::binary);
  return in.read(begin.data(), begin.size()) && std::string_view(begin.data() + kPreamble, 4) == "DICM";
}

void refuse_dicom(const std::string& folder) {
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.is_regular_file() && looks_like_dicom(entry.path())) {
      throw ModelError(entry.path().string() + ": is DICOM; pack DICOM images with 'sonolist-dicom dataset'");
    }
  }
}

LabelTable labels_up_to(std::int64_t highest) {
  std::vector<std::string> names;
  for (std::int64_t label = 1; label <= highest; ++label) names.push_back("class_" + std::to_string(label));
  return consecutive_labels(names);
}

// Without names every value is its own class.
LabelTable labels_of_options(const PictureFolderOptions& options) {
  constexpr std::int64_t kHighestLabel = 255;
  if (options.labels) return *options.labels;
  return options.classes.empty() ? labels_up_to(kHighestLabel) : consecutive_labels(options.classes);
}

}  // namespace

PackedDataset pack_picture_folder(const PictureFolderOptions& options) {
  namespace fs = std::filesystem;
  const cv::Size size(static_cast<int>(options.width), static_cast<int>(options.height));
  PackedDataset dataset;
  dataset.height = options.height;
  dataset.width = options.width;
  dataset.source = options.source;
  refuse_dicom(options.pictures_folder);
  const auto table = labels_of_options(options);
  std::uint8_t highest_label = 0;
  for (const auto& path : list_pictures(options.pictures_folder)) {
    const auto stem = fs::path(path).stem().string();
    if (!dataset.names.empty() && dataset.names.back() == stem) {  // the list is sorted
      throw ModelError(path + ": another picture has this name with another ending; take one out");
    }
    const auto mask_path = find_mask(options.masks_folder, stem, path);
    const cv::Mat picture = read_grey_picture(path);
    const auto mask = read_mask(mask_path);
    if (mask.rows != picture.rows || mask.cols != picture.cols) {
      throw ModelError(mask_path + ": is " + std::to_string(mask.cols) + "x" + std::to_string(mask.rows) +
                       ", its picture is " + std::to_string(picture.cols) + "x" + std::to_string(picture.rows));
    }
    auto labels = labels_of(mask.values, table, mask_path);
    highest_label = std::max(highest_label, *std::max_element(labels.begin(), labels.end()));

    cv::Mat resized;
    const bool shrinks = picture.rows > size.height && picture.cols > size.width;
    cv::resize(picture, resized, size, 0, 0, shrinks ? cv::INTER_AREA : cv::INTER_LINEAR);
    append(dataset.pictures, resized);
    // INTER_NEAREST of OpenCV takes the upper left corner of a cell; the exact variant takes its centre, as the
    // pictures do.
    cv::resize(cv::Mat(picture.rows, picture.cols, CV_8UC1, labels.data()), resized, size, 0, 0,
               cv::INTER_NEAREST_EXACT);
    append(dataset.labels, resized);
    dataset.names.push_back(stem);
  }
  dataset.count = static_cast<std::int64_t>(dataset.names.size());
  const bool unnamed = options.classes.empty() && !options.labels;
  dataset.classes = unnamed ? labels_up_to(highest_label).classes : table.classes;
  dataset.groups = sample_groups(dataset.names, options.groups);
  return dataset;
}

}  // namespace sonolist::model
