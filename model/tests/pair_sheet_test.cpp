#include "model/pictures/pair_sheet.h"

#include <gtest/gtest.h>

#include "model/error.h"

namespace sonolist::model {
namespace {

PackedDataset three_pictures(std::int64_t height, std::int64_t width) {
  PackedDataset dataset;
  dataset.count = 3;
  dataset.height = height;
  dataset.width = width;
  dataset.names = {"a", "b", "c"};
  for (const std::uint8_t grey : {50, 100, 150}) {
    dataset.pictures.insert(dataset.pictures.end(), static_cast<std::size_t>(height * width), grey);
  }
  dataset.labels.resize(dataset.pictures.size(), 0);
  return dataset;
}

TEST(PairSheet, ShowsBothPicturesOfAPairSideBySide) {
  const auto sheet = draw_pair_sheet(three_pictures(40, 60), {{0, 1, ""}, {1, 2, ""}, {0, 2, "far"}}, 2);
  EXPECT_EQ(sheet.at<cv::Vec3b>(20, 30)[0], 50);
  EXPECT_EQ(sheet.at<cv::Vec3b>(20, 90)[0], 100);
  EXPECT_EQ(sheet.at<cv::Vec3b>(20, sheet.cols / 2 + 90)[0], 150);
  EXPECT_EQ(sheet.at<cv::Vec3b>(sheet.rows / 2 + 20, 90)[0], 150);
}

TEST(PairSheet, OutlinesTheLabels) {
  auto dataset = three_pictures(40, 60);
  for (std::size_t row = 10; row < 20; ++row)
    std::fill_n(dataset.labels.begin() + static_cast<int>(row * 60 + 10), 10, 1);
  const auto sheet = draw_pair_sheet(dataset, {{0, 1, ""}});
  EXPECT_NE(sheet.at<cv::Vec3b>(10, 10), cv::Vec3b(50, 50, 50));
  EXPECT_EQ(sheet.at<cv::Vec3b>(14, 14), cv::Vec3b(50, 50, 50));
}

TEST(PairSheet, ReducesLargePictures) {
  EXPECT_LT(draw_pair_sheet(three_pictures(480, 640), {{0, 1, ""}}).cols, 700);
}

TEST(PairSheet, NeedsAPair) {
  EXPECT_THROW(draw_pair_sheet(three_pictures(4, 4), {}), ModelError);
}

}  // namespace
}  // namespace sonolist::model
