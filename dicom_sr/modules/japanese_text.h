// Japanese text of DICOM: ISO_IR 13, ISO 2022 IR 13, 87 and 159 (PS3.3 C.12.1.1.2, PS3.5 annex H). DCMTK 3.6.7 with the
// C library's iconv cannot convert them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sonolist::dicom {

// Whether Specific Character Set (0008,0005), as it is written, names one of these.
bool is_japanese_character_set(std::string_view declared);

// The same text in EUC-JP, which is made of the same code tables without escape sequences; nothing when the bytes do
// not fit. The yen sign and the overline of JIS X 0201 stay backslash and tilde, since the first one separates values.
// Pure.
std::optional<std::string> japanese_to_euc(std::string_view bytes);

}  // namespace sonolist::dicom
