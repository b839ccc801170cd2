#include "dicom_sr/json/json_tag.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctagkey.h>

#include <array>
#include <charconv>
#include <cstdio>

namespace sonolist::dicom {

std::string json_key(const DcmTagKey& tag) {
  std::array<char, 9> text{};
  std::snprintf(text.data(), text.size(), "%04X%04X", static_cast<unsigned>(tag.getGroup()),
                static_cast<unsigned>(tag.getElement()));
  return text.data();
}

std::string readable_tag(const DcmTagKey& tag) {
  const std::string key = json_key(tag);
  return "(" + key.substr(0, 4) + "," + key.substr(4) + ")";
}

std::optional<DcmTagKey> parse_json_key(std::string_view key) {
  std::uint32_t number = 0;
  const auto result = std::from_chars(key.data(), key.data() + key.size(), number, 16);
  if (key.size() != 8 || result.ec != std::errc() || result.ptr != key.data() + key.size()) return std::nullopt;
  return DcmTagKey(static_cast<Uint16>(number >> 16), static_cast<Uint16>(number & 0xFFFFU));
}

}  // namespace sonolist::dicom
