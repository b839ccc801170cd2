#include "model/pictures/index_png.h"

#include <gmock/gmock.h>
#include <png.h>

#include <cstdio>
#include <opencv2/imgcodecs.hpp>

#include "model/error.h"
#include "model/tests/temporary_folder.h"

namespace sonolist::model {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::TemporaryFolder;

// A palette PNG in which indices 1 and 2 have the same colour: only a reader of indices can tell them apart.
void write_palette_png(const std::string& path, const std::vector<std::uint8_t>& indices, int cols, int bits,
                       bool interlaced) {
  std::FILE* file = std::fopen(path.c_str(), "wb");
  png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
  png_infop info = png_create_info_struct(png);
  png_init_io(png, file);
  const int rows = static_cast<int>(indices.size()) / cols;
  png_set_IHDR(png, info, static_cast<png_uint_32>(cols), static_cast<png_uint_32>(rows), bits, PNG_COLOR_TYPE_PALETTE,
               interlaced ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
               PNG_FILTER_TYPE_DEFAULT);
  const png_color palette[4] = {{0, 0, 0}, {255, 0, 0}, {255, 0, 0}, {0, 0, 255}};
  png_set_PLTE(png, info, palette, 4);
  png_write_info(png, info);
  png_set_packing(png);
  const int passes = interlaced ? png_set_interlace_handling(png) : 1;
  for (int pass = 0; pass < passes; ++pass) {
    for (int row = 0; row < rows; ++row) png_write_row(png, indices.data() + row * cols);
  }
  png_write_end(png, info);
  png_destroy_write_struct(&png, &info);
  std::fclose(file);
}

std::string refusal_of(const std::string& path) {
  try {
    read_index_png(path);
  } catch (const ModelError& problem) {
    return problem.what();
  }
  return "accepted";
}

TEST(IndexPng, ReadsIndicesNotColours) {
  const TemporaryFolder folder;
  for (const int bits : {2, 4, 8}) {
    for (const bool interlaced : {false, true}) {
      write_palette_png(folder.file("p.png"), {0, 1, 2, 3, 2, 1}, 3, bits, interlaced);
      const auto picture = read_index_png(folder.file("p.png"));
      EXPECT_EQ(picture.rows, 2);
      EXPECT_EQ(picture.cols, 3);
      EXPECT_THAT(picture.pixels, ElementsAre(0, 1, 2, 3, 2, 1)) << bits << " bits";
    }
  }
}

TEST(IndexPng, ReadsWhatItWrote) {
  const TemporaryFolder folder;
  write_index_png({2, 2, {0, 1, 5, 255}}, folder.file("m.png"));
  EXPECT_THAT(read_index_png(folder.file("m.png")).pixels, ElementsAre(0, 1, 5, 255));
}

TEST(IndexPng, RefusesWhatHoldsNoIndices) {
  const TemporaryFolder folder;
  cv::imwrite(folder.file("rgb.png"), cv::Mat(2, 2, CV_8UC3, cv::Scalar(1, 2, 3)));
  EXPECT_THAT(refusal_of(folder.file("rgb.png")), HasSubstr("not class indices"));
  cv::imwrite(folder.file("deep.png"), cv::Mat(2, 2, CV_16UC1, cv::Scalar(1)));
  EXPECT_THAT(refusal_of(folder.file("deep.png")), HasSubstr("not class indices"));
  cv::imwrite(folder.file("a.bmp"), cv::Mat(2, 2, CV_8UC1, cv::Scalar(1)));
  EXPECT_THAT(refusal_of(folder.file("a.bmp")), HasSubstr("not a PNG"));
  EXPECT_THAT(refusal_of(folder.file("missing.png")), HasSubstr("cannot be opened"));
}

TEST(IndexPng, RefusesADamagedFile) {
  const TemporaryFolder folder;
  write_palette_png(folder.file("p.png"), {0, 1, 2, 3, 2, 1}, 3, 8, false);
  const auto size = std::filesystem::file_size(folder.file("p.png"));
  for (const auto length : {size / 3, size / 2, size - 20}) {
    write_palette_png(folder.file("p.png"), {0, 1, 2, 3, 2, 1}, 3, 8, false);
    std::filesystem::resize_file(folder.file("p.png"), length);
    EXPECT_THAT(refusal_of(folder.file("p.png")), HasSubstr("damaged"));
  }
}

TEST(IndexPng, NamesTheFileThatCannotBeWritten) {
  EXPECT_THROW(write_index_png({1, 1, {0}}, "/nowhere/m.png"), ModelError);
}

}  // namespace
}  // namespace sonolist::model
