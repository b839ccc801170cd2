#include "dicom_sr/codes/verhoeff.h"

#include <array>
#include <cstddef>

namespace sonolist::dicom {
namespace {

// Product in the dihedral group D5: rotations 0-4, reflections 5-9.
int multiply(int a, int b) {
  if (a < 5) return b < 5 ? (a + b) % 5 : 5 + (a + b) % 5;
  return b < 5 ? 5 + (a - b) % 5 : (a - b + 5) % 5;
}

int permute(int digit, std::size_t times) {
  constexpr std::array<int, 10> kPermutation{1, 5, 7, 6, 2, 8, 3, 0, 9, 4};
  for (std::size_t i = 0; i < times; ++i) digit = kPermutation.at(static_cast<std::size_t>(digit));
  return digit;
}

}  // namespace

bool has_valid_check_digit(std::string_view digits) {
  constexpr std::size_t kPermutationOrder = 8;
  if (digits.size() < 2 || digits.find_first_not_of("0123456789") != std::string_view::npos) return false;
  int product = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    product = multiply(product, permute(digits[digits.size() - 1 - i] - '0', i % kPermutationOrder));
  }
  return product == 0;
}

}  // namespace sonolist::dicom
