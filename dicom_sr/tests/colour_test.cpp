#include "dicom_sr/segmentation/colour.h"

#include <gtest/gtest.h>

#include <cmath>

namespace sonolist::dicom {
namespace {

using Rgb = std::array<std::uint8_t, 3>;

double lightness(const EncodedLab& lab) {
  return lab[0] * 100.0 / 65535.0;
}
double a_star(const EncodedLab& lab) {
  return lab[1] * 255.0 / 65535.0 - 128.0;
}
double b_star(const EncodedLab& lab) {
  return lab[2] * 255.0 / 65535.0 - 128.0;
}

TEST(Colour, EncodesBlackAndWhiteAtTheEndsOfTheScale) {
  EXPECT_EQ(encode_lab(Rgb{0, 0, 0}), (EncodedLab{0, 32896, 32896}));
  const EncodedLab white = encode_lab(Rgb{255, 255, 255});
  EXPECT_EQ(white[0], 65535);
  EXPECT_NEAR(white[1], 32896, 2);  // 128 * 257, but for the rounding of the published matrix
  EXPECT_NEAR(white[2], 32896, 2);
}

// CIELab (D50) of the sRGB primaries as ICC colour engines give them.
TEST(Colour, EncodesThePrimariesOfSrgb) {
  const EncodedLab red = encode_lab(Rgb{255, 0, 0});
  EXPECT_NEAR(lightness(red), 54.29, 0.02);
  EXPECT_NEAR(a_star(red), 80.81, 0.02);
  EXPECT_NEAR(b_star(red), 69.89, 0.02);
  const EncodedLab green = encode_lab(Rgb{0, 255, 0});
  EXPECT_NEAR(lightness(green), 87.82, 0.02);
  EXPECT_NEAR(a_star(green), -79.29, 0.02);
  EXPECT_NEAR(b_star(green), 80.99, 0.02);
  const EncodedLab blue = encode_lab(Rgb{0, 0, 255});
  EXPECT_NEAR(lightness(blue), 29.57, 0.02);
  EXPECT_NEAR(a_star(blue), 68.30, 0.02);
  EXPECT_NEAR(b_star(blue), -112.03, 0.02);
}

TEST(Colour, DecodesWhatItEncoded) {
  for (int r = 0; r < 256; r += 15) {
    for (int g = 0; g < 256; g += 15) {
      for (int b = 0; b < 256; b += 15) {
        const Rgb rgb{static_cast<std::uint8_t>(r), static_cast<std::uint8_t>(g), static_cast<std::uint8_t>(b)};
        ASSERT_EQ(decode_lab(encode_lab(rgb)), rgb) << r << ' ' << g << ' ' << b;
      }
    }
  }
}

TEST(Colour, ClipsWhatSrgbCannotShow) {
  const Rgb clipped = decode_lab(EncodedLab{32768, 65535, 0});
  EXPECT_EQ(clipped[1], 0);    // far outside on the green axis
  EXPECT_EQ(clipped[2], 255);  // and on the blue one
}

}  // namespace
}  // namespace sonolist::dicom
