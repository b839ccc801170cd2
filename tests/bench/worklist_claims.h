// Claim and complete through our own service, beside the bare engine that runs the same statements on the same bytes.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace sonolist::bench {

// `places` are three empty data bases of the engine: for the service, for the recording, for the bare engine. Answers
// {"steps": n, "performers": n, "service_s": s, "bare_s": s, "statements_per_step": n, "transactions_per_step": n}.
// Service and bare engine take turns, so that both see the same disk. `performers` work at the same time; the bare
// engine has as many connections, where it can make use of them.
nlohmann::json measure_claims(const std::string& engine, const std::array<std::string, 3>& places, int steps,
                              int performers);

}  // namespace sonolist::bench
