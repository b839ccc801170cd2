#include "plugin/audit/syslog/xml_text.h"

#include <cstdint>

namespace sonolist::plugin {
namespace {

constexpr const char* kReplacementCharacter = "\xEF\xBF\xBD";

// How many bytes a character has by its first one; 0 for a byte that begins none.
std::size_t length_of(unsigned char first) {
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first < 0xE0) return 2;
  if (first >= 0xE0 && first < 0xF0) return 3;
  if (first >= 0xF0 && first < 0xF5) return 4;
  return 0;
}

bool is_xml_character(std::uint32_t character) {
  if (character < 0x20) return character == '\t' || character == '\n' || character == '\r';
  return character < 0xD800 || (character > 0xDFFF && character < 0xFFFE) ||
         (character >= 0x10000 && character <= 0x10FFFF);
}

// Bytes of the well-formed character at the beginning; 0 when there is none.
std::size_t well_formed(std::string_view bytes) {
  const auto first = static_cast<unsigned char>(bytes.front());
  const std::size_t length = length_of(first);
  if (length == 0 || bytes.size() < length) return 0;
  constexpr std::uint32_t kFirstBits[] = {0x7F, 0x7F, 0x1F, 0x0F, 0x07};
  constexpr std::uint32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};  // a longer form than needed is malformed
  std::uint32_t character = first & kFirstBits[length];
  for (std::size_t i = 1; i < length; ++i) {
    const auto next = static_cast<unsigned char>(bytes[i]);
    if ((next & 0xC0) != 0x80) return 0;
    character = (character << 6) | (next & 0x3FU);
  }
  return character >= kSmallest[length] && is_xml_character(character) ? length : 0;
}

}  // namespace

std::string xml_text(std::string_view bytes) {
  std::string text;
  while (!bytes.empty()) {
    const std::size_t length = well_formed(bytes);
    text += length > 0 ? bytes.substr(0, length) : kReplacementCharacter;
    bytes.remove_prefix(length > 0 ? length : 1);
  }
  return text;
}

}  // namespace sonolist::plugin
