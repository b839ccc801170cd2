#include "plugin/digest/sha256.h"

#include <openssl/evp.h>

#include <array>
#include <stdexcept>

namespace sonolist::plugin {
namespace {

// Looked up once: that takes OpenSSL longer than the digest of a UID.
const EVP_MD* sha256() {
  static EVP_MD* const kSha256 = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return kSha256;
}

}  // namespace

std::string sha256_hex(std::string_view bytes) {
  constexpr std::size_t kBytes = 32;
  std::array<unsigned char, kBytes> digest{};
  if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, sha256(), nullptr) != 1) {
    throw std::runtime_error("OpenSSL gives no SHA-256: check its installation");
  }
  constexpr char kHexDigits[] = "0123456789abcdef";
  std::string text;
  text.reserve(2 * kBytes);
  for (const unsigned char byte : digest) {
    text += kHexDigits[byte >> 4];
    text += kHexDigits[byte & 15];
  }
  return text;
}

}  // namespace sonolist::plugin
