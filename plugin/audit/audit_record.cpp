#include "plugin/audit/audit_record.h"

#include "plugin/digest/sha256.h"

namespace sonolist::plugin {

std::int64_t audit_record_id(const std::string& source, const std::string& kind, const std::string& uid, int salt) {
  std::string name = source;
  name += '|' + kind + '|' + uid;
  if (salt > 0) name += '|' + std::to_string(salt);
  constexpr int kHexDigits = 15;  // 60 bits
  constexpr int kHexBase = 16;
  const std::uint64_t bits = std::stoull(sha256_hex(name).substr(0, kHexDigits), nullptr, kHexBase);
  return static_cast<std::int64_t>(bits / kMostResults * kMostResults);
}

}  // namespace sonolist::plugin
