#include "dicom_sr/segmentation/bit_packing.h"

#include <gtest/gtest.h>

#include <random>
#include <stdexcept>

namespace sonolist::dicom {
namespace {

using Bytes = std::vector<std::uint8_t>;

// Written from the text of PS3.5 8.1.1 alone: expands every byte, lowest bit first, then cuts the run into frames.
std::vector<Bytes> unpack_independently(const Bytes& packed, std::size_t pixels, std::size_t frames) {
  Bytes run;
  for (std::uint8_t byte : packed) {
    for (int i = 0; i < 8; ++i) {
      run.push_back(byte % 2);
      byte /= 2;
    }
  }
  std::vector<Bytes> unpacked;
  for (std::size_t i = 0; i < frames; ++i) {
    const auto begin = run.begin() + static_cast<std::ptrdiff_t>(i * pixels);
    unpacked.emplace_back(begin, begin + static_cast<std::ptrdiff_t>(pixels));
  }
  return unpacked;
}

struct Size {
  std::size_t rows, cols, frames;
};

class PackBits : public testing::TestWithParam<Size> {
 protected:
  PackBits() {
    std::mt19937 random(7);
    for (std::size_t i = 0; i < GetParam().frames; ++i) {
      Bytes mask(pixels());
      for (auto& value : mask) value = random() % 2;
      masks_.push_back(mask);
    }
    for (const Bytes& mask : masks_) pointers_.push_back(&mask);
  }
  static std::size_t pixels() { return GetParam().rows * GetParam().cols; }

  std::vector<Bytes> masks_;
  std::vector<const Bytes*> pointers_;
};

TEST_P(PackBits, IsReadBackByAnIndependentUnpacker) {
  EXPECT_EQ(unpack_independently(pack_bits(pointers_), pixels(), masks_.size()), masks_);
}

TEST_P(PackBits, HasTheSmallestEvenLength) {
  const std::size_t bits = pixels() * masks_.size();
  const std::size_t bytes = pack_bits(pointers_).size();
  EXPECT_EQ(bytes % 2, 0U);
  EXPECT_GE(bytes * 8, bits);
  EXPECT_LT(bytes * 8, bits + 16);
}

TEST_P(PackBits, IsReadBackByUnpackBits) {
  const Bytes packed = pack_bits(pointers_);
  for (std::size_t i = 0; i < masks_.size(); ++i)
    EXPECT_EQ(unpack_bits(packed.data(), packed.size(), pixels(), i), masks_[i]) << "frame " << i;
}

INSTANTIATE_TEST_SUITE_P(Sizes, PackBits,
                         testing::Values(Size{479, 641, 5}, Size{5, 11, 7}, Size{1, 1, 1}, Size{1, 1, 17},
                                         Size{480, 640, 3}, Size{6, 5, 4}));

TEST(PackBitsBytes, PutsTheFirstPixelIntoTheLowestBit) {
  const Bytes first{1, 0, 0}, second{1, 1, 0}, third{0, 0, 255};
  // Bits 0, 3, 4 and 8: frames follow each other without padding; 255 counts as one.
  EXPECT_EQ(pack_bits({&first, &second, &third}), (Bytes{0b00011001, 0b00000001}));
}

TEST(PackBitsBytes, IsEmptyForNoFrames) {
  EXPECT_TRUE(pack_bits({}).empty());
}

TEST(UnpackBits, RefusesAFrameBeyondTheEnd) {
  const Bytes packed{0xff, 0xff};
  EXPECT_NO_THROW(unpack_bits(packed.data(), packed.size(), 8, 1));
  EXPECT_THROW(unpack_bits(packed.data(), packed.size(), 8, 2), std::out_of_range);
  EXPECT_THROW(unpack_bits(packed.data(), packed.size(), 17, 0), std::out_of_range);
}

}  // namespace
}  // namespace sonolist::dicom
