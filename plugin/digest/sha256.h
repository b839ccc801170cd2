// SHA-256 (FIPS 180-4) of OpenSSL.
#pragma once

#include <string>
#include <string_view>

namespace sonolist::plugin {

// 64 lower-case hex digits. Thread safe. Throws std::runtime_error where OpenSSL has none.
std::string sha256_hex(std::string_view bytes);

}  // namespace sonolist::plugin
