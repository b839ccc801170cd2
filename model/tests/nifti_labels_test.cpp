#include "model/dataset/nifti_labels.h"

#include <gmock/gmock.h>

#include <cmath>
#include <cstring>
#include <fstream>

#include "model/error.h"
#include "model/tests/temporary_folder.h"

namespace sonolist::model {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// A NIfTI-1 file by the offsets of nifti1.h: 3 columns, 2 rows, one slice.
class NiftiFile : public ::testing::Test {
 protected:
  NiftiFile() : bytes_(352, '\0') {
    put<std::int32_t>(0, 348);
    const std::int16_t dimensions[8] = {3, 3, 2, 1, 1, 1, 1, 1};
    std::memcpy(bytes_.data() + 40, dimensions, sizeof(dimensions));
    put<float>(108, 352.0F);
    std::memcpy(bytes_.data() + 344, "n+1", 4);
    set_values<std::uint8_t>(2, {1, 2, 3, 4, 5, 6});
  }

  template <typename T>
  void put(std::size_t offset, T value) {
    std::memcpy(bytes_.data() + offset, &value, sizeof(T));
  }

  template <typename T>
  void set_values(std::int16_t datatype, const std::vector<T>& values) {
    put<std::int16_t>(70, datatype);
    put<std::int16_t>(72, static_cast<std::int16_t>(8 * sizeof(T)));
    bytes_.resize(352 + values.size() * sizeof(T));
    std::memcpy(bytes_.data() + 352, values.data(), values.size() * sizeof(T));
  }

  void set_sform(float x_by_i, float x_by_j, float y_by_i, float y_by_j) {
    put<std::int16_t>(254, 1);
    put(280, x_by_i);
    put(284, x_by_j);
    put(296, y_by_i);
    put(300, y_by_j);
  }

  ValuePicture read() const {
    std::ofstream(folder_.file("m.nii"), std::ios::binary) << bytes_;
    return read_nifti_labels(folder_.file("m.nii"));
  }

  std::string refusal() const {
    try {
      read();
    } catch (const ModelError& problem) {
      EXPECT_THAT(problem.what(), HasSubstr("m.nii: "));
      return problem.what();
    }
    return "accepted";
  }

  testing::TemporaryFolder folder_;
  std::string bytes_;
};

TEST_F(NiftiFile, IsReadAlongRowsFromTheTop) {
  const auto picture = read();
  EXPECT_EQ(picture.rows, 2);
  EXPECT_EQ(picture.cols, 3);
  EXPECT_THAT(picture.values, ElementsAre(1, 2, 3, 4, 5, 6));
}

TEST_F(NiftiFile, MayHaveTwoAxes) {
  put<std::int16_t>(40, 2);
  EXPECT_THAT(read().values, ElementsAre(1, 2, 3, 4, 5, 6));
}

TEST_F(NiftiFile, IsReadInEveryTypeOfLabels) {
  set_values<std::int16_t>(4, {0, -1, 300, 4, 5, 6});
  EXPECT_THAT(read().values, ElementsAre(0, -1, 300, 4, 5, 6));
  set_values<std::uint16_t>(512, {0, 65535, 3, 4, 5, 6});
  EXPECT_THAT(read().values, ElementsAre(0, 65535, 3, 4, 5, 6));
  set_values<std::int32_t>(8, {0, 100000, 3, 4, 5, 6});
  EXPECT_THAT(read().values, ElementsAre(0, 100000, 3, 4, 5, 6));
  set_values<float>(16, {0, 7, 3, 4, 5, 6});
  EXPECT_THAT(read().values, ElementsAre(0, 7, 3, 4, 5, 6));
}

TEST_F(NiftiFile, WithTheAxesThatItkGivesAPictureIsNotTurned) {
  set_sform(-0.5F, 0, 0, -0.5F);
  EXPECT_THAT(read().values, ElementsAre(1, 2, 3, 4, 5, 6));
  put<std::int16_t>(254, 0);  // now by quaternion: half a turn about z
  put<std::int16_t>(252, 1);
  put(264, 1.0F);
  EXPECT_THAT(read().values, ElementsAre(1, 2, 3, 4, 5, 6));
}

TEST_F(NiftiFile, WithOtherAxesIsRefused) {
  set_sform(1, 0, 0, 1);
  EXPECT_THAT(refusal(), HasSubstr("axes"));
  set_sform(-1, 0, 0, 1);
  EXPECT_THAT(refusal(), HasSubstr("axes"));
  set_sform(0, -1, -1, 0);
  EXPECT_THAT(refusal(), HasSubstr("axes"));
  put<std::int16_t>(254, 0);
  put<std::int16_t>(252, 1);  // quaternion 0,0,0: the identity
  EXPECT_THAT(refusal(), HasSubstr("axes"));
}

TEST_F(NiftiFile, NamesWhatIsWrong) {
  const auto good = bytes_;
  const auto refusal_of = [&](auto change) {
    bytes_ = good;
    change();
    return refusal();
  };
  EXPECT_THAT(refusal_of([&] { put<std::int32_t>(0, 540); }), HasSubstr("NIfTI-1"));
  EXPECT_THAT(refusal_of([&] { put<char>(345, 'i'); }), HasSubstr("NIfTI-1"));
  EXPECT_THAT(refusal_of([&] { put<std::int16_t>(46, 4); }), HasSubstr("slices"));
  EXPECT_THAT(refusal_of([&] { put<std::int16_t>(40, 1); }), HasSubstr("axes"));
  EXPECT_THAT(refusal_of([&] { put<std::int16_t>(42, -3); }), HasSubstr("size"));
  EXPECT_THAT(refusal_of([&] { put<std::int16_t>(70, 64); }), HasSubstr("data type 64"));
  EXPECT_THAT(refusal_of([&] { put<float>(112, 2.0F); }), HasSubstr("scales"));
  EXPECT_THAT(refusal_of([&] { put<float>(108, 1e9F); }), HasSubstr("vox_offset"));
  EXPECT_THAT(refusal_of([&] { put<float>(108, std::nanf("")); }), HasSubstr("vox_offset"));
  EXPECT_THAT(refusal_of([&] { set_values<float>(16, {0, 1.5F, 3, 4, 5, 6}); }), HasSubstr("no label"));
  EXPECT_THAT(refusal_of([&] { set_values<float>(16, {0, std::nanf(""), 3, 4, 5, 6}); }), HasSubstr("no label"));
  for (std::size_t length = 0; length < good.size(); ++length) {
    EXPECT_NE(refusal_of([&] { bytes_.resize(length); }), "accepted") << length;
  }
}

// RFC 1952 with one stored block (RFC 1951 3.2.4).
std::string gzipped(const std::string& bytes) {
  std::uint32_t crc = 0xFFFFFFFFU;
  for (const char byte : bytes) {
    crc ^= static_cast<unsigned char>(byte);
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1U) ^ ((crc & 1U) != 0U ? 0xEDB88320U : 0U);
  }
  std::string file("\x1f\x8b\x08\0\0\0\0\0\0\xff\x01", 11);
  const auto append_le = [&](std::uint32_t value, int count) {
    for (int i = 0; i < count; ++i) file += static_cast<char>(value >> (8 * i) & 0xFFU);
  };
  const auto length = static_cast<std::uint32_t>(bytes.size());
  append_le(length, 2);
  append_le(~length, 2);
  file += bytes;
  append_le(~crc, 4);
  append_le(length, 4);
  return file;
}

TEST_F(NiftiFile, CompressedIsReadOrRefusedByNameWithoutZlib) {
  const auto path = folder_.file("m.nii.gz");
  const auto outcome = [&](const std::string& file) {
    std::ofstream(path, std::ios::binary) << file;
    try {
      return read_nifti_labels(path).values == std::vector<std::int32_t>{1, 2, 3, 4, 5, 6} ? std::string("read")
                                                                                           : "wrong";
    } catch (const ModelError& problem) {
      return std::string(problem.what());
    }
  };
  const auto good = gzipped(bytes_);
  const auto first = outcome(good);
  if (first.find("without zlib") != std::string::npos) GTEST_SKIP() << first;
  EXPECT_EQ(first, "read");
  EXPECT_NE(outcome(good.substr(0, 200)), "read");
  auto damaged = good;
  damaged[300] ^= 0x20;
  EXPECT_THAT(outcome(damaged), HasSubstr("damaged"));
}

}  // namespace
}  // namespace sonolist::model
