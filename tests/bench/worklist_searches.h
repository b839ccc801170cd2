// Searches over a long worklist.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace sonolist::bench {

// Fills the empty data base at `place` with `thousands` x 1000 workitems. Answers {"items": n, "load_s": s}.
nlohmann::json load_items(const std::string& engine, const std::string& place, int thousands);

// Each kind of search `runs` times with other values: {kind: [milliseconds, ...]} in the order of the kinds.
nlohmann::ordered_json measure_searches(const std::string& engine, const std::string& place, int thousands, int runs);

}  // namespace sonolist::bench
