#include "dicom_sr/modules/decimal_string.h"

#include <array>
#include <charconv>
#include <cmath>
#include <system_error>

#include "dicom_sr/error.h"

namespace sonolist::dicom {

namespace {

constexpr std::size_t kLongest = 16;
constexpr int kMostDigits = 15;  // any 15 digits survive decimal -> double -> decimal

}  // namespace

std::string decimal_string(const std::string& field, double value) {
  if (!std::isfinite(value)) throw DicomError(ErrorClass::kInternal, field + " is not a finite number");
  std::array<char, 64> buffer{};
  auto written = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
  for (int digits = kMostDigits; written.ptr - buffer.data() > static_cast<std::ptrdiff_t>(kLongest); --digits)
    written = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::general, digits);
  return {buffer.data(), written.ptr};
}

}  // namespace sonolist::dicom
