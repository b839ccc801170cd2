#include "model/tools/phantom_preview.h"

#include <algorithm>

#include "model/error.h"
#ifdef SONOLIST_WITH_OPENCV
#include <opencv2/core.hpp>

#include "model/pictures/picture_file.h"
#endif

namespace sonolist::model::tools {

#ifdef SONOLIST_WITH_OPENCV

namespace {

const cv::Vec3b kOutlineColours[] = {{0, 0, 0},     {0, 255, 255}, {80, 80, 255},
                                     {80, 255, 80}, {255, 255, 0}, {255, 80, 255}};  // BGR, by label

bool on_outline(const Phantom& phantom, int row, int col) {
  const auto& labels = phantom.frames.front().labels;
  const auto at = [&](int r, int c) { return labels[static_cast<std::size_t>(r) * phantom.cols + c]; };
  const auto own = at(row, col);
  if (own == 0) return false;
  return at(std::max(0, row - 1), col) != own || at(row, std::max(0, col - 1)) != own ||
         at(std::min(phantom.rows - 1, row + 1), col) != own || at(row, std::min(phantom.cols - 1, col + 1)) != own;
}

}  // namespace

struct PhantomPreview::Sheet {
  std::int64_t count;
  int columns;
  cv::Mat picture;
};

PhantomPreview::PhantomPreview(std::int64_t count, int rows, int cols) : sheet_(std::make_unique<Sheet>()) {
  sheet_->count = std::min(count, kMost);
  sheet_->columns = static_cast<int>(std::min<std::int64_t>(sheet_->count, 4));
  const int lines = static_cast<int>((sheet_->count + sheet_->columns - 1) / sheet_->columns);
  sheet_->picture = cv::Mat::zeros(lines * rows, sheet_->columns * 2 * cols, CV_8UC3);
}

void PhantomPreview::add(const Phantom& phantom, std::int64_t index) {
  if (index >= sheet_->count) return;
  const auto& frame = phantom.frames.front();
  const int top = static_cast<int>(index / sheet_->columns) * phantom.rows;
  const int left = static_cast<int>(index % sheet_->columns) * 2 * phantom.cols;
  for (int row = 0; row < phantom.rows; ++row) {
    for (int col = 0; col < phantom.cols; ++col) {
      const std::size_t pixel = static_cast<std::size_t>(row) * phantom.cols + col;
      const cv::Vec3b grey(frame.picture[pixel], frame.picture[pixel], frame.picture[pixel]);
      sheet_->picture.at<cv::Vec3b>(top + row, left + col) = grey;
      sheet_->picture.at<cv::Vec3b>(top + row, left + phantom.cols + col) =
          on_outline(phantom, row, col) ? kOutlineColours[frame.labels[pixel]] : grey;
    }
  }
}

void PhantomPreview::write(const std::string& path) const {
  write_picture(sheet_->picture, path);
}

#else

struct PhantomPreview::Sheet {};

PhantomPreview::PhantomPreview(std::int64_t, int, int) {
  throw ModelError("--preview: this program was built without OpenCV; leave the option out");
}

void PhantomPreview::add(const Phantom&, std::int64_t) {}
void PhantomPreview::write(const std::string&) const {}

#endif

PhantomPreview::~PhantomPreview() = default;

}  // namespace sonolist::model::tools
