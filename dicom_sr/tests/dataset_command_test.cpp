#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>
#include <gmock/gmock.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <fstream>
#include <iterator>

#include "dicom_sr/codes/concepts.h"
#include "dicom_sr/error.h"
#include "dicom_sr/file/part10.h"
#include "dicom_sr/image/ultrasound_writer.h"
#include "dicom_sr/segmentation/segmentation_writer.h"
#include "dicom_sr/tests/result_example.h"
#include "dicom_sr/tests/temporary_folder.h"
#include "dicom_sr/tests/ultrasound_example.h"
#include "dicom_sr/tools/commands.h"
#include "dicom_sr/tools/dataset_builder.h"

namespace sonolist::dicom {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr int kRows = 40, kCols = 50;
constexpr PixelBox kRegion{4, 5, 36, 47};  // rows and columns of ultrasound

// An exported folder: images with a region smaller than the picture, and segmentations of them.
class DatasetCommand : public ::testing::Test {
 protected:
  DatasetCommand() {
    for (const char* folder : {"images", "segmentations"}) std::filesystem::create_directory(folder_.path(folder));
  }

  SourceImage add_image(const std::string& name, const std::string& patient, int frames = 1) const {
    std::vector<RgbFrame> pictures;
    for (int frame = 0; frame < frames; ++frame) {
      pictures.push_back(test::example_frame(kRows, kCols, static_cast<unsigned>(frame), false));
    }
    UltrasoundOptions options;
    options.patient_id = patient;
    options.patient_name = "Secret^Name";
    options.series_description = name;
    options.region = kRegion;
    options.content_date = "20240501";
    options.content_time = "101500";
    write_part10(*make_ultrasound(pictures, options), path_of_image(name));
    return SourceImage::from_file(path_of_image(name));
  }

  // The example's segments, "Sciatic nerve" and "Femoral artery" or as they are called there; overlapping noise.
  SegmentationContent add_segmentation(const std::string& name, const SourceImage& image,
                                       SegmentationType type = SegmentationType::kBinary) const {
    auto content = test::segmentation_content(image, 2);
    content.type = type;
    content.segments[0].label = "Sciatic Nerve";
    content.segments[1].label = "Something";
    content.segments[1].type = {"59820001", "SCT", "Blood vessel"};
    content.sop_instance_uid = "2.25.77" + std::to_string(name.size()) + std::to_string(image.frames());
    write(name, image, content);
    return content;
  }

  void write(const std::string& name, const SourceImage& image, const SegmentationContent& content) const {
    write_part10(*make_segmentation(image, content), folder_.path("segmentations/" + name + ".dcm"));
  }

  std::string path_of_image(const std::string& name) const { return folder_.path("images/" + name + ".dcm"); }

  model::PackedDataset run(std::vector<std::string> more = {}) const {
    CLI::App program;
    add_dataset_command(program);
    std::vector<std::string> arguments{
        "dataset", "--images", folder_.path("images"), "--segmentations", folder_.path("segmentations"), "--size",
        "32x42",   "--out",    folder_.path("x.pack")};
    if (std::find(more.begin(), more.end(), "--classes") == more.end()) {
      more.insert(more.end(), {"--classes", "sciatic_nerve,vessel"});
    }
    arguments.insert(arguments.end(), more.begin(), more.end());
    std::reverse(arguments.begin(), arguments.end());
    program.parse(arguments);
    return model::read_packed(folder_.path("x.pack"));
  }

  std::string refusal(const std::vector<std::string>& more = {}) const {
    try {
      run(more);
    } catch (const DicomError& problem) {
      return problem.what();
    }
    return "accepted";
  }

  test::TemporaryFolder folder_;
};

std::vector<std::uint8_t> expected_labels(const SegmentationContent& content, int frame) {
  std::vector<std::uint8_t> labels;
  for (int row = kRegion.row_begin; row < kRegion.row_end; ++row) {
    for (int col = kRegion.col_begin; col < kRegion.col_end; ++col) {
      std::uint8_t label = 0;
      for (const auto& one : content.frames) {
        const auto at = static_cast<std::size_t>(row * kCols + col);
        if (one.source_frame == frame && one.mask[at] != 0)
          label = std::max<std::uint8_t>(label, static_cast<std::uint8_t>(one.segment_number));
      }
      labels.push_back(label);
    }
  }
  return labels;
}

TEST_F(DatasetCommand, GivesMasksAndPixelsOfTheRegionBack) {
  const auto image = add_image("a", "patient-1");
  const auto content = add_segmentation("a", image);
  const auto dataset = run();
  EXPECT_EQ(dataset.count, 1);
  EXPECT_THAT(dataset.classes, ElementsAre("background", "sciatic_nerve", "vessel"));
  EXPECT_EQ(dataset.labels, expected_labels(content, 0));
  const auto frame = image.frame(0);
  std::vector<std::uint8_t> grey;
  for (int row = kRegion.row_begin; row < kRegion.row_end; ++row) {
    for (int col = kRegion.col_begin; col < kRegion.col_end; ++col) {
      grey.push_back(frame.pixels[static_cast<std::size_t>(3 * (row * kCols + col))]);
    }
  }
  EXPECT_EQ(dataset.pictures, grey);
  EXPECT_FALSE(dataset.simulated);
}

TEST_F(DatasetCommand, MatchesClassesByTheCodeThatIsGiven) {
  const auto content = add_segmentation("a", add_image("a", "1"));
  const auto dataset = run({"--classes", "artery=SCT:59820001,sciatic-nerve", "--simulated"});
  EXPECT_THAT(dataset.classes, ElementsAre("background", "artery", "sciatic-nerve"));
  EXPECT_TRUE(dataset.simulated);
  auto expected = expected_labels(content, 0);
  const auto nerve = content.frames[0].segment_number == 1 ? content.frames[0].mask : content.frames[1].mask;
  std::size_t i = 0;
  for (int row = kRegion.row_begin; row < kRegion.row_end; ++row) {
    for (int col = kRegion.col_begin; col < kRegion.col_end; ++col, ++i) {
      const bool is_nerve = nerve[static_cast<std::size_t>(row * kCols + col)] != 0;
      expected[i] = is_nerve ? 2 : expected[i] == 2 ? 1 : 0;
    }
  }
  EXPECT_EQ(dataset.labels, expected);
}

TEST_F(DatasetCommand, TakesEveryNthOfTheSegmentedFramesOnly) {
  const auto image = add_image("cine", "1", 6);
  auto content = add_segmentation("cine", image);
  content.frames.erase(std::remove_if(content.frames.begin(), content.frames.end(),
                                      [](const SegmentFrame& frame) { return frame.source_frame == 0; }),
                       content.frames.end());
  write("cine", image, content);
  EXPECT_EQ(run().count, 5);
  const auto dataset = run({"--every", "2"});
  ASSERT_EQ(dataset.count, 3);
  EXPECT_THAT(dataset.names[0], HasSubstr("_0002"));
  EXPECT_THAT(dataset.names[2], HasSubstr("_0006"));
  const auto last = expected_labels(content, 5);
  EXPECT_TRUE(std::equal(last.begin(), last.end(), dataset.labels.end() - static_cast<std::ptrdiff_t>(last.size())));
}

TEST_F(DatasetCommand, GroupsByPatientWithoutIdentity) {
  for (const auto& [name, patient] : {std::pair("a", "4711"), std::pair("b", "4711"), std::pair("c", "4712")}) {
    add_segmentation(name + std::string(name), add_image(name, patient));
  }
  const auto dataset = run();
  ASSERT_EQ(dataset.count, 3);
  EXPECT_EQ(dataset.groups[0], dataset.groups[1]);
  EXPECT_NE(dataset.groups[0], dataset.groups[2]);
  EXPECT_THAT(dataset.groups, Each(::testing::SizeIs(16)));
  EXPECT_NE(run({"--salt", "secret"}).groups, dataset.groups);
  std::ifstream in(folder_.path("x.pack"), std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(in), {}};
  for (const char* secret : {"4711", "Secret", "2.25."}) EXPECT_EQ(bytes.find(secret), std::string::npos) << secret;
}

TEST_F(DatasetCommand, ReadsFractionalSegmentationsFromHalf) {
  const auto image = add_image("a", "1");
  auto content = test::segmentation_content(image, 1);
  content.type = SegmentationType::kFractional;
  content.segments[0].label = "vessel";
  for (std::size_t i = 0; i < content.frames[0].mask.size(); ++i) {
    content.frames[0].mask[i] = static_cast<std::uint8_t>(120 + i % 16);
  }
  write("a", image, content);
  const auto dataset = run();
  std::size_t at = 0;
  for (int row = kRegion.row_begin; row < kRegion.row_end; ++row) {
    for (int col = kRegion.col_begin; col < kRegion.col_end; ++col, ++at) {
      ASSERT_EQ(dataset.labels[at], (row * kCols + col) % 16 >= 8 ? 2 : 0);
    }
  }
}

TEST_F(DatasetCommand, NamesTheSegmentOfNoClassUnlessToldToIgnoreIt) {
  add_segmentation("a", add_image("a", "1"));
  const auto sentence = refusal({"--classes", "vessel"});
  EXPECT_THAT(sentence, HasSubstr("'Sciatic Nerve'"));
  EXPECT_THAT(sentence, HasSubstr("a.dcm"));
  EXPECT_THAT(run({"--classes", "vessel", "--ignore-other-segments"}).labels, Each(::testing::Le(1)));
}

TEST_F(DatasetCommand, RefusesTwoTruths) {
  const auto image = add_image("a", "1");
  add_segmentation("a", image);
  add_segmentation("bb", image);
  EXPECT_THAT(refusal(), HasSubstr("both give 'sciatic_nerve' on one frame"));
}

TEST_F(DatasetCommand, LeavesOutImagesWithoutSegmentationAndSaysWhenNoneIsLeft) {
  EXPECT_THAT(refusal(), HasSubstr("no DICOM Segmentation"));
  const auto image = add_image("a", "1");
  add_image("b", "2");
  add_segmentation("a", image);
  EXPECT_EQ(run().count, 1);
  std::filesystem::remove(path_of_image("a"));
  EXPECT_THAT(refusal(), HasSubstr("no image that a segmentation names"));
}

TEST_F(DatasetCommand, RefusesOddOptions) {
  add_segmentation("a", add_image("a", "1"));
  EXPECT_THAT(refusal({"--classes", "vessel=59820001"}), HasSubstr("SCHEME:VALUE"));
  EXPECT_THROW(run({"--classes", "vessel,vessel"}), CLI::ParseError);
  EXPECT_THROW(run({"--every", "0"}), CLI::ParseError);
}

}  // namespace
}  // namespace sonolist::dicom
