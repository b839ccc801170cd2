#include "dicom_sr/tools/mask_export.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "dicom_sr/error.h"
#include "dicom_sr/tests/temporary_folder.h"

namespace sonolist::dicom {
namespace {

std::string contents(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

class MaskExport : public testing::Test {
 protected:
  MaskExport() {
    segmentation_.rows = 2;
    segmentation_.cols = 3;
    segmentation_.segments.resize(2);
    segmentation_.segments[0].number = 1;
    segmentation_.segments[1].number = 2;
    segmentation_.segments[1].label = "Nerve";
    segmentation_.frames = {{1, 0, {0, 0, 0, 0, 0, 0}}, {2, 4, {1, 0, 1, 0, 1, 1}}};
  }

  test::TemporaryFolder folder_;
  ReadSegmentation segmentation_;
};

TEST_F(MaskExport, WritesEveryFrameAsPgm) {
  export_masks(segmentation_, folder_.path("new/masks"));
  EXPECT_EQ(contents(folder_.path("new/masks/frame-0002.pgm")), std::string("P5\n3 2\n255\n\xff\0\xff\0\xff\xff", 17));
}

TEST_F(MaskExport, NamesSegmentLabelAndSourceFrameInTheIndex) {
  export_masks(segmentation_, folder_.path(""));
  const auto index = nlohmann::json::parse(contents(folder_.path("index.json")));
  EXPECT_EQ(index["rows"], 2);
  EXPECT_EQ(index["cols"], 3);
  ASSERT_EQ(index["frames"].size(), 2U);
  EXPECT_EQ(
      index["frames"][1],
      (nlohmann::json{{"file", "frame-0002.pgm"}, {"segment_number", 2}, {"label", "Nerve"}, {"source_frame", 4}}));
}

TEST_F(MaskExport, SaysWhichFolderCannotBeMade) {
  std::ofstream(folder_.path("file")) << "x";
  const std::string impossible = folder_.path("file/masks");
  try {
    export_masks(segmentation_, impossible);
    FAIL() << "written below a file";
  } catch (const DicomError& error) {
    EXPECT_NE(std::string(error.what()).find(impossible), std::string::npos);
  }
}

}  // namespace
}  // namespace sonolist::dicom
