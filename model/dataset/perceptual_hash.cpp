#include "model/dataset/perceptual_hash.h"

#include <algorithm>
#include <array>
#include <bitset>
#include <cmath>

namespace sonolist::model {
namespace {

constexpr std::uint8_t kBlackBelow = 8;
constexpr std::size_t kReduced = 32, kFrequencies = 8;
constexpr double kPi = 3.14159265358979323846;

bool row_is_black(const GreyView& view, std::int64_t row) {
  const auto* begin = view.pixels + row * view.stride;
  return std::all_of(begin, begin + view.cols, [](std::uint8_t pixel) { return pixel < kBlackBelow; });
}

bool col_is_black(const GreyView& view, std::int64_t col) {
  for (std::int64_t row = 0; row < view.rows; ++row) {
    if (view.pixels[row * view.stride + col] >= kBlackBelow) return false;
  }
  return true;
}

GreyView without_black_margins(GreyView view) {
  while (view.rows > 0 && row_is_black(view, 0)) view.pixels += view.stride, --view.rows;
  while (view.rows > 0 && row_is_black(view, view.rows - 1)) --view.rows;
  if (view.rows == 0) return view;
  while (col_is_black(view, 0)) ++view.pixels, --view.cols;
  while (col_is_black(view, view.cols - 1)) --view.cols;
  return view;
}

// cosine[k][n] of the DCT-II; its scale does not matter for signs.
std::array<std::array<double, kReduced>, kFrequencies> cosine_table() {
  std::array<std::array<double, kReduced>, kFrequencies> table{};
  for (std::size_t k = 0; k < kFrequencies; ++k) {
    for (std::size_t n = 0; n < kReduced; ++n) {
      table[k][n] = std::cos(kPi * static_cast<double>(k) * (static_cast<double>(n) + 0.5) / kReduced);
    }
  }
  return table;
}

std::uint64_t frequency_bits(const GreyView& picture) {
  static const auto cosine = cosine_table();
  const auto pixels = resize_grey(picture, kReduced, kReduced);
  std::array<double, kFrequencies * kFrequencies> coefficients{};
  for (std::size_t u = 0; u < kFrequencies; ++u) {
    std::array<double, kReduced> column_sums{};
    for (std::size_t row = 0; row < kReduced; ++row) {
      for (std::size_t col = 0; col < kReduced; ++col) {
        column_sums[col] += cosine[u][row] * static_cast<double>(pixels[row * kReduced + col]);
      }
    }
    for (std::size_t v = 0; v < kFrequencies; ++v) {
      double sum = 0.0;
      for (std::size_t col = 0; col < kReduced; ++col) sum += cosine[v][col] * column_sums[col];
      coefficients[u * kFrequencies + v] = sum;
    }
  }
  coefficients[0] = 0.0;  // mean brightness: of the gain, not of the picture
  auto sorted = coefficients;
  std::nth_element(sorted.begin(), sorted.begin() + sorted.size() / 2, sorted.end());
  const double median = sorted[sorted.size() / 2];
  std::uint64_t bits = 0;
  for (std::size_t i = 1; i < coefficients.size(); ++i) bits |= std::uint64_t{coefficients[i] > median} << i;
  return bits;
}

std::uint64_t difference_bits(const GreyView& picture) {
  constexpr std::size_t kRows = 8, kCols = 9;
  const auto pixels = resize_grey(picture, kRows, kCols);
  std::uint64_t bits = 0;
  for (std::size_t row = 0; row < kRows; ++row) {
    for (std::size_t col = 0; col + 1 < kCols; ++col) {
      const bool rises = pixels[row * kCols + col + 1] > pixels[row * kCols + col];
      bits |= std::uint64_t{rises} << (row * (kCols - 1) + col);
    }
  }
  return bits;
}

}  // namespace

PictureHash perceptual_hash(const GreyView& picture) {
  const auto seen = without_black_margins(picture);
  if (seen.rows == 0) return {};
  return {frequency_bits(seen), difference_bits(seen)};
}

int hash_distance(const PictureHash& a, const PictureHash& b) {
  return static_cast<int>(std::bitset<64>(a.frequencies ^ b.frequencies).count() +
                          std::bitset<64>(a.differences ^ b.differences).count());
}

}  // namespace sonolist::model
