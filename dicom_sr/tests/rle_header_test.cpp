#include "dicom_sr/image/rle_header.h"

#include <gtest/gtest.h>

#include <vector>

namespace sonolist::dicom {
namespace {

// 100 bytes whose header names `offsets`.
std::vector<std::uint8_t> frame(std::uint32_t segments, const std::vector<std::uint32_t>& offsets) {
  std::vector<std::uint8_t> bytes(100, 0);
  const auto put = [&bytes](std::size_t at, std::uint32_t value) {
    for (std::size_t i = 0; i < 4; ++i) bytes[at + i] = static_cast<std::uint8_t>(value >> (8 * i));
  };
  put(0, segments);
  for (std::size_t i = 0; i < offsets.size(); ++i) put(4 * (i + 1), offsets[i]);
  return bytes;
}

bool is_valid(const std::vector<std::uint8_t>& bytes) {
  return is_valid_rle_frame(bytes.data(), bytes.size());
}

TEST(RleHeader, AcceptsAscendingOffsetsInsideTheFrame) {
  EXPECT_TRUE(is_valid(frame(1, {64})));
  EXPECT_TRUE(is_valid(frame(3, {64, 70, 90})));
}

TEST(RleHeader, RefusesWhatLeavesTheFrame) {
  EXPECT_FALSE(is_valid(frame(0, {})));
  EXPECT_FALSE(is_valid(frame(16, {64})));
  EXPECT_FALSE(is_valid(frame(1, {63}))) << "inside the header";
  EXPECT_FALSE(is_valid(frame(1, {101})));
  EXPECT_FALSE(is_valid(frame(2, {64, 0xFFFFFFFF})));
  EXPECT_FALSE(is_valid(frame(2, {90, 70}))) << "not ascending";
  EXPECT_FALSE(is_valid(std::vector<std::uint8_t>(63, 0))) << "shorter than a header";
}

}  // namespace
}  // namespace sonolist::dicom
