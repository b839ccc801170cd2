#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <png.h>

#include <CLI/CLI.hpp>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "dicom_sr/error.h"
#include "dicom_sr/file/part10.h"
#include "dicom_sr/image/source_image.h"
#include "dicom_sr/json/dicom_json.h"
#include "dicom_sr/tests/temporary_folder.h"
#include "dicom_sr/tests/ultrasound_example.h"
#include "dicom_sr/tools/commands.h"
#include "dicom_sr/tools/picture_file.h"

namespace sonolist::dicom {
namespace {

using test::TemporaryFolder;

void write_bytes(const std::string& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

void write_png(const std::string& path, const RgbFrame& frame) {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  image.width = static_cast<png_uint_32>(frame.cols);
  image.height = static_cast<png_uint_32>(frame.rows);
  image.format = PNG_FORMAT_RGB;
  ASSERT_NE(png_image_write_to_file(&image, path.c_str(), 0, frame.pixels.data(), 0, nullptr), 0) << image.message;
}

void run(const std::vector<std::string>& arguments) {
  CLI::App program;
  add_wrap_command(program);
  add_tags_command(program);
  program.require_subcommand(1);
  std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());  // CLI11 pops from the end
  program.parse(std::move(reversed));
}

TEST(ReadPicture, ReadsPngPgmAndPpm) {
  const TemporaryFolder folder;
  const RgbFrame colour = test::example_frame(3, 5, 1, true);
  write_png(folder.path("a.png"), colour);
  EXPECT_EQ(read_picture(folder.path("a.png")).pixels, colour.pixels);
  write_bytes(folder.path("a.pgm"), std::string("P5\n# comment\n2 1\n255\n") + '\x05' + '\xFF');
  EXPECT_THAT(read_picture(folder.path("a.pgm")).pixels, ::testing::ElementsAre(5, 5, 5, 255, 255, 255));
  write_bytes(folder.path("a.ppm"), std::string("P6 1 2 255\n") + "abcdef");
  const RgbFrame ppm = read_picture(folder.path("a.ppm"));
  EXPECT_EQ(ppm.rows, 2);
  EXPECT_THAT(ppm.pixels, ::testing::ElementsAre('a', 'b', 'c', 'd', 'e', 'f'));
}

TEST(ReadPicture, RefusesWhatIsNoPicture) {
  const TemporaryFolder folder;
  const std::string path = folder.path("x");
  EXPECT_THROW(read_picture(path), DicomError) << "absent";
  for (const char* content : {"", "P5", "P5\n2 2\n255\nabc", "P5\n0 2\n255\n", "P5\n2 2\n65535\nabcdefgh",
                              "P6\n99999 1\n255\n", "P4\n1 1\n", "\x89PNG\r\n\x1a\nrubbish", "text"}) {
    write_bytes(path, content);
    EXPECT_THROW(read_picture(path), DicomError) << content;
  }
}

TEST(ExpandFolders, ListsPicturesSortedByName) {
  const TemporaryFolder folder;
  for (const char* name : {"b.png", "a.pgm", "c.ppm", "notes.txt"}) write_bytes(folder.path(name), "x");
  EXPECT_THAT(expand_folders({folder.path("notes.txt"), folder.path("")}),
              ::testing::ElementsAre(folder.path("notes.txt"), folder.path("a.pgm"), folder.path("b.png"),
                                     folder.path("c.ppm")));
  std::filesystem::create_directory(folder.path("empty"));
  EXPECT_THROW(expand_folders({folder.path("empty")}), DicomError);
}

TEST(WithBorder, PutsBlackAround) {
  const RgbFrame framed = with_border({1, 1, {1, 2, 3}}, 1);
  EXPECT_EQ(framed.rows, 3);
  EXPECT_EQ(framed.cols, 3);
  std::vector<std::uint8_t> expected(27, 0);
  expected[12] = 1;
  expected[13] = 2;
  expected[14] = 3;
  EXPECT_EQ(framed.pixels, expected);
  EXPECT_EQ(with_border({1, 1, {1, 2, 3}}, 0).pixels, (std::vector<std::uint8_t>{1, 2, 3}));
}

TEST(WrapCommand, MakesACalibratedCineOfPictures) {
  const TemporaryFolder folder;
  const RgbFrame first = test::example_frame(12, 16, 1, true);
  const RgbFrame second = test::example_frame(12, 16, 2, true);
  write_png(folder.path("1.png"), first);
  write_png(folder.path("2.png"), second);
  const std::string out = folder.path("out.dcm");
  run({"wrap", "--frames", folder.path("1.png"), folder.path("2.png"), "--out", out, "--rgb", "--mm-per-pixel", "0.2",
       "--patient-name", "Zhang^San=\xE5\xBC\xA0^\xE4\xB8\x89", "--border", "10", "--frame-time-ms", "40"});
  const SourceImage image = SourceImage::from_file(out);
  EXPECT_EQ(image.frames(), 2);
  EXPECT_TRUE(image.is_multi_frame());
  const PixelBox box = image.analysis_box();
  EXPECT_EQ(box.row_begin, 10);
  EXPECT_EQ(box.rows(), 12);
  EXPECT_EQ(box.cols(), 16);
  EXPECT_NEAR(image.calibration_for(box)->mm_per_row, 0.2, 1e-12);
  EXPECT_EQ(image.frame(1).pixels, with_border(second, 10).pixels);
  const Json json = to_json(image.dataset());
  EXPECT_EQ(json["00100010"]["Value"][0]["Ideographic"], "\xE5\xBC\xA0^\xE4\xB8\x89");
  EXPECT_EQ(json["00181063"]["Value"][0], 40.0);
}

TEST(WrapCommand, TheSameInputMakesTheSameObject) {
  const TemporaryFolder folder;
  write_png(folder.path("1.png"), test::example_frame(12, 16, 1, false));
  const auto uid_of = [&](const std::string& description) {
    run({"wrap", "--frames", folder.path("1.png"), "--out", folder.path("o.dcm"), "--description", description});
    return SourceImage::from_file(folder.path("o.dcm")).sop_instance_uid();
  };
  EXPECT_EQ(uid_of("a"), uid_of("a"));
  EXPECT_NE(uid_of("a"), uid_of("b"));
}

TEST(WrapCommand, RefusesWrongUsageAndInput) {
  const TemporaryFolder folder;
  write_png(folder.path("grey.png"), test::example_frame(12, 16, 1, false));
  write_png(folder.path("colour.png"), test::example_frame(12, 16, 1, true));
  write_png(folder.path("large.png"), test::example_frame(13, 16, 1, false));
  const std::string out = folder.path("o.dcm");
  EXPECT_THROW(run({"wrap", "--out", out}), CLI::ParseError);
  EXPECT_THROW(run({"wrap", "--frames", folder.path("grey.png"), "--out", out, "--mm-per-pixel", "-1"}),
               CLI::ParseError);
  EXPECT_THROW(run({"wrap", "--frames", folder.path("colour.png"), "--out", out}), DicomError);
  EXPECT_THROW(run({"wrap", "--frames", folder.path("grey.png"), folder.path("large.png"), "--out", out}), DicomError);
  EXPECT_THROW(run({"wrap", "--frames", folder.path("grey.png"), "--out", out, "--study-uid", "1..2"}), DicomError);
  EXPECT_FALSE(std::filesystem::exists(out));
}

TEST(TagsCommand, PrintsJsonWithoutBinary) {
  const TemporaryFolder folder;
  UltrasoundOptions options;
  options.patient_id = "P1";
  write_part10(*test::example_ultrasound(options), folder.path("a.dcm"));
  ::testing::internal::CaptureStdout();
  run({"tags", folder.path("a.dcm")});
  const Json json = Json::parse(::testing::internal::GetCapturedStdout());
  EXPECT_EQ(get_string(json, "00100020"), "P1");
  EXPECT_TRUE(has_attribute(json, "7FE00010"));
  EXPECT_FALSE(json["7FE00010"].contains("InlineBinary"));
}

}  // namespace
}  // namespace sonolist::dicom
