// SHA-256 (FIPS 180-4), so that a package can be checked wherever LibTorch alone is present.
#pragma once

#include <string>
#include <string_view>

namespace sonolist::model {

// 64 lower-case hexadecimal digits. Thread safe.
std::string sha256_hex(std::string_view bytes);

}  // namespace sonolist::model
