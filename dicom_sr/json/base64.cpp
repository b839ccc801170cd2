#include "dicom_sr/json/base64.h"

namespace sonolist::dicom {
namespace {

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

}  // namespace

std::string to_base64(const std::vector<std::uint8_t>& bytes) {
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t group = 0;
    for (std::size_t j = 0; j < 3; ++j) group = (group << 8) | (i + j < bytes.size() ? bytes[i + j] : 0U);
    for (std::size_t j = 0; j < 4; ++j) {
      text += i + j <= bytes.size() ? kAlphabet[(group >> (18 - 6 * j)) & 63U] : '=';
    }
  }
  return text;
}

std::optional<std::vector<std::uint8_t>> from_base64(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  std::vector<std::uint8_t> bytes;
  bytes.reserve(text.size() / 4 * 3);
  for (std::size_t i = 0; i < text.size(); i += 4) {
    std::string_view quad = text.substr(i, 4);
    const bool last = i + 4 == text.size();
    while (last && quad.size() > 2 && quad.back() == '=') quad.remove_suffix(1);
    std::uint32_t group = 0;
    for (const char character : quad) {
      const std::size_t digit = kAlphabet.find(character);
      if (digit == std::string_view::npos) return std::nullopt;
      group = (group << 6) | static_cast<std::uint32_t>(digit);
    }
    group <<= 6 * (4 - quad.size());
    for (std::size_t j = 0; j < 3 && j + 1 < quad.size(); ++j) {
      bytes.push_back(static_cast<std::uint8_t>((group >> (16 - 8 * j)) & 255U));
    }
  }
  return bytes;
}

}  // namespace sonolist::dicom
