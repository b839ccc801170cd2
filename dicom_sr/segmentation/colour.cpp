#include "dicom_sr/segmentation/colour.h"

#include <algorithm>
#include <cmath>

namespace sonolist::dicom {

namespace {

using Triple = std::array<double, 3>;
using Matrix = std::array<Triple, 3>;

// Linear sRGB to XYZ relative to D50 (the sRGB primaries, Bradford-adapted), and its inverse.
constexpr Matrix kRgbToXyz{{{0.4360747, 0.3850649, 0.1430804},  //
                            {0.2225045, 0.7168786, 0.0606169},  //
                            {0.0139322, 0.0971045, 0.7141733}}};
constexpr Matrix kXyzToRgb{{{3.1338561, -1.6168667, -0.4906146},  //
                            {-0.9787684, 1.9161415, 0.0334540},   //
                            {0.0719453, -0.2289914, 1.4052427}}};
constexpr Triple kWhite{0.9642200, 1.0, 0.8252100};

constexpr double kEpsilon = 216.0 / 24389.0;  // CIE 15: below it the cube root gives way to a line
constexpr double kKappa = 24389.0 / 27.0;
constexpr double kFull = 65535.0;

Triple multiply(const Matrix& matrix, const Triple& v) {
  Triple product{};
  for (std::size_t i = 0; i < 3; ++i) product[i] = matrix[i][0] * v[0] + matrix[i][1] * v[1] + matrix[i][2] * v[2];
  return product;
}

double linear(double s) {
  return s <= 0.04045 ? s / 12.92 : std::pow((s + 0.055) / 1.055, 2.4);
}
double companded(double l) {
  return l <= 0.0031308 ? l * 12.92 : 1.055 * std::pow(l, 1.0 / 2.4) - 0.055;
}
double lab_curve(double t) {
  return t > kEpsilon ? std::cbrt(t) : (kKappa * t + 16.0) / 116.0;
}
double inverse_lab_curve(double f) {
  return f * f * f > kEpsilon ? f * f * f : (116.0 * f - 16.0) / kKappa;
}

std::uint16_t encode(double value) {
  return static_cast<std::uint16_t>(std::lround(std::clamp(value, 0.0, kFull)));
}

}  // namespace

EncodedLab encode_lab(const std::array<std::uint8_t, 3>& rgb) {
  const Triple xyz = multiply(kRgbToXyz, {linear(rgb[0] / 255.0), linear(rgb[1] / 255.0), linear(rgb[2] / 255.0)});
  const double fx = lab_curve(xyz[0] / kWhite[0]);
  const double fy = lab_curve(xyz[1] / kWhite[1]);
  const double fz = lab_curve(xyz[2] / kWhite[2]);
  return {encode((116.0 * fy - 16.0) * kFull / 100.0), encode((500.0 * (fx - fy) + 128.0) * kFull / 255.0),
          encode((200.0 * (fy - fz) + 128.0) * kFull / 255.0)};
}

std::array<std::uint8_t, 3> decode_lab(const EncodedLab& lab) {
  const double fy = (lab[0] * 100.0 / kFull + 16.0) / 116.0;
  const double fx = fy + (lab[1] * 255.0 / kFull - 128.0) / 500.0;
  const double fz = fy - (lab[2] * 255.0 / kFull - 128.0) / 200.0;
  const Triple rgb = multiply(kXyzToRgb, {kWhite[0] * inverse_lab_curve(fx), kWhite[1] * inverse_lab_curve(fy),
                                          kWhite[2] * inverse_lab_curve(fz)});
  std::array<std::uint8_t, 3> encoded{};
  for (std::size_t i = 0; i < 3; ++i)
    encoded[i] = static_cast<std::uint8_t>(std::lround(255.0 * companded(std::clamp(rgb[i], 0.0, 1.0))));
  return encoded;
}

}  // namespace sonolist::dicom
