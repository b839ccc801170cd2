// The body of our extension: several claims at once, for performers that work in batches. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "plugin/http/http_message.h"
#include "plugin/worklist/worklist_store.h"

namespace sonolist::plugin {

struct ClaimRequest {
  std::vector<ServedModelVersion> models;  // at least one; without a version it serves steps that ask for none
  std::size_t maximum = 1;                 // 1 to kMostClaims
  std::string transaction_uid;
  bool urgent_only = false;  // steps of priority HIGH
};

inline constexpr std::size_t kMostClaims = 64;

// {"Models": [{"Model": "anterior-sciatic", "ModelVersion": "0.1.0"}], "Maximum": 8, "TransactionUID": "2.25.1"}
// and, for urgent steps alone, "Priority": "HIGH".
// Throws RefusedRequest: 415 unless it is JSON, 400 with a sentence that names the member.
ClaimRequest parse_claim_request(const HttpRequest& request);

}  // namespace sonolist::plugin
