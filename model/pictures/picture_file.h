// Ordinary picture files (PNG, JPEG, ...) in and out.
#pragma once

#include <opencv2/core.hpp>
#include <string>
#include <vector>

namespace sonolist::model {

// 8-bit grey (CV_8UC1); colours become their luma. Throws ModelError naming the file.
cv::Mat read_grey_picture(const std::string& path);

// `picture` is 8-bit grey or BGR; the ending of the name chooses the format. Throws ModelError naming the file.
void write_picture(const cv::Mat& picture, const std::string& path);

// The picture files directly in `folder` (png, jpg, jpeg, bmp, tif, tiff), sorted by name; a file stands for itself.
// Throws ModelError when there is none.
std::vector<std::string> list_pictures(const std::string& file_or_folder);

}  // namespace sonolist::model
