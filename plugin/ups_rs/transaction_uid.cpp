#include "plugin/ups_rs/transaction_uid.h"

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

std::string transaction_hash(std::string_view transaction_uid) {
  constexpr std::size_t kBytes = 32;
  std::array<unsigned char, kBytes> digest{};
  if (EVP_Digest(transaction_uid.data(), transaction_uid.size(), digest.data(), nullptr, sha256(), nullptr) != 1) {
    throw std::runtime_error("OpenSSL gives no SHA-256: check its installation");
  }
  constexpr char kHexDigits[] = "0123456789abcdef";
  std::string text;
  for (const unsigned char byte : digest) {
    text += kHexDigits[byte >> 4];
    text += kHexDigits[byte & 15];
  }
  return text;
}

}  // namespace sonolist::plugin
