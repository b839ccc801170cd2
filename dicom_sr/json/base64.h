// Base64 of RFC 4648 section 4, with padding, as InlineBinary needs it (PS3.18 F.2.7).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sonolist::dicom {

std::string to_base64(const std::vector<std::uint8_t>& bytes);

// Nothing for text with a foreign character, wrong padding or wrong length.
std::optional<std::vector<std::uint8_t>> from_base64(std::string_view text);

}  // namespace sonolist::dicom
