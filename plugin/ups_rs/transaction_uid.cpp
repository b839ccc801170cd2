#include "plugin/ups_rs/transaction_uid.h"

#include "plugin/digest/sha256.h"

namespace sonolist::plugin {

std::string transaction_hash(std::string_view transaction_uid) {
  return sha256_hex(transaction_uid);
}

}  // namespace sonolist::plugin
