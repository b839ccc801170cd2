#include "plugin/ups_rs/transaction_uid.h"

#include <openssl/sha.h>

#include <array>

namespace sonolist::plugin {

std::string transaction_hash(std::string_view transaction_uid) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  SHA256(reinterpret_cast<const unsigned char*>(transaction_uid.data()), transaction_uid.size(), digest.data());
  constexpr char kHexDigits[] = "0123456789abcdef";
  std::string text;
  for (const unsigned char byte : digest) {
    text += kHexDigits[byte >> 4];
    text += kHexDigits[byte & 15];
  }
  return text;
}

}  // namespace sonolist::plugin
