#include "model/pictures/picture_folder.h"

#include <gmock/gmock.h>

#include <fstream>

#include "model/error.h"
#include "model/pictures/index_png.h"
#include "model/pictures/picture_file.h"
#include "model/tests/temporary_folder.h"

namespace sonolist::model {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class PictureFolder : public ::testing::Test {
 protected:
  PictureFolder() {
    std::filesystem::create_directory(folder_.file("images"));
    std::filesystem::create_directory(folder_.file("masks"));
    options_.pictures_folder = folder_.file("images");
    options_.masks_folder = folder_.file("masks");
    options_.height = 4;
    options_.width = 4;
    options_.groups.block_size = 2;
  }

  // Left half of the mask `label`, right half background.
  void add(const std::string& name, int grey, int label, int rows = 8, int cols = 8) {
    write_picture(cv::Mat(rows, cols, CV_8UC3, cv::Scalar(grey, grey, grey)), folder_.file("images/" + name));
    IndexPicture mask{rows, cols, std::vector<std::uint8_t>(static_cast<std::size_t>(rows * cols), 0)};
    for (int i = 0; i < rows * cols; ++i) {
      if (i % cols < cols / 2) mask.pixels[static_cast<std::size_t>(i)] = static_cast<std::uint8_t>(label);
    }
    write_index_png(mask, folder_.file("masks/" + name));
  }

  std::string refusal() const {
    try {
      pack_picture_folder(options_);
    } catch (const ModelError& problem) {
      return problem.what();
    }
    return "accepted";
  }

  testing::TemporaryFolder folder_;
  PictureFolderOptions options_;
};

TEST_F(PictureFolder, IsPackedInOrderOfName) {
  add("b.png", 200, 2);
  add("a.png", 100, 1);
  add("c.png", 50, 1);
  const auto dataset = pack_picture_folder(options_);
  EXPECT_EQ(dataset.count, 3);
  EXPECT_THAT(dataset.names, ElementsAre("a", "b", "c"));
  EXPECT_THAT(dataset.groups, ElementsAre("block-000", "block-000", "block-001"));
  EXPECT_THAT(dataset.classes, ElementsAre("background", "class_1", "class_2"));
  ASSERT_EQ(dataset.pictures.size(), 48U);
  EXPECT_EQ(dataset.pictures[0], 100);
  EXPECT_EQ(dataset.pictures[16], 200);
  EXPECT_THAT(std::vector<std::uint8_t>(dataset.labels.begin() + 16, dataset.labels.begin() + 20),
              ElementsAre(2, 2, 0, 0));
}

TEST_F(PictureFolder, GrowsAndShrinksWithoutNewLabels) {
  add("a.png", 100, 7, 3, 3);
  options_.classes = {"a", "b", "c", "d", "e", "f", "nerve"};
  const auto dataset = pack_picture_folder(options_);
  EXPECT_THAT(dataset.labels, Each(::testing::AnyOf(0, 7)));
  EXPECT_EQ(dataset.classes.back(), "nerve");
}

TEST_F(PictureFolder, TakesClassNamesWithOrWithoutBackground) {
  add("a.png", 100, 1);
  options_.classes = {"nerve"};
  EXPECT_THAT(pack_picture_folder(options_).classes, ElementsAre("background", "nerve"));
  options_.classes = {"background", "nerve"};
  EXPECT_THAT(pack_picture_folder(options_).classes, ElementsAre("background", "nerve"));
}

TEST_F(PictureFolder, NamesWhatDoesNotFit) {
  EXPECT_THAT(refusal(), HasSubstr("no picture"));
  add("a.png", 100, 3);
  options_.classes = {"nerve", "vessel"};
  EXPECT_THAT(refusal(), HasSubstr("label 3"));
  options_.classes.clear();
  write_index_png({2, 2, {0, 0, 0, 0}}, folder_.file("masks/a.png"));
  EXPECT_THAT(refusal(), HasSubstr("is 2x2, its picture is 8x8"));
  std::filesystem::remove(folder_.file("masks/a.png"));
  EXPECT_THAT(refusal(), HasSubstr("a.png: its mask"));
}

TEST_F(PictureFolder, TakesLabelAndGroupRules) {
  add("p1_a.png", 100, 9);
  add("p2_a.png", 100, 4);
  options_.labels = parse_label_table("9=nerve,4=vessel");
  options_.groups.pattern = "^(p[0-9]+)_";
  const auto dataset = pack_picture_folder(options_);
  EXPECT_THAT(dataset.classes, ElementsAre("background", "nerve", "vessel"));
  EXPECT_THAT(dataset.groups, ElementsAre("p1", "p2"));
  EXPECT_EQ(dataset.labels[0], 1);
  EXPECT_EQ(dataset.labels[16], 2);
  options_.labels = parse_label_table("9=nerve");
  EXPECT_THAT(refusal(), HasSubstr("p2_a.png: holds label 4"));
}

TEST_F(PictureFolder, RefusesTwoMasksOfOnePicture) {
  add("a.png", 100, 1);
  std::ofstream(folder_.file("masks/a.nii")) << "x";
  EXPECT_THAT(refusal(), HasSubstr("two masks"));
  std::filesystem::remove(folder_.file("masks/a.png"));
  EXPECT_THAT(refusal(), HasSubstr("a.nii: is too short"));
}

TEST_F(PictureFolder, SendsDicomElsewhere) {
  add("a.png", 100, 1);
  std::ofstream(folder_.file("images/b.dcm")) << std::string(128, '\0') << "DICM";
  EXPECT_THAT(refusal(), HasSubstr("sonolist-dicom dataset"));
}

TEST(PictureFile, NamesWhatCannotBeRead) {
  const testing::TemporaryFolder folder;
  EXPECT_THROW(read_grey_picture(folder.file("missing.png")), ModelError);
  EXPECT_THROW(list_pictures(folder.file("missing")), ModelError);
  EXPECT_THROW(list_pictures(folder.file("")), ModelError);
}

}  // namespace
}  // namespace sonolist::model
