// A search request (PS3.18 11.9) read from its query parameters. Pure.
#pragma once

#include <cstddef>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "plugin/worklist/indexed_filter.h"

namespace sonolist::plugin {

// An attribute that must match: {"00404018", "00080100"} is the Code Value in an item of the workitem code sequence.
struct MatchKey {
  std::vector<std::string> path;
  std::string value;  // empty matches everything
};

struct SearchQuery {
  IndexedFilter filter;            // keys that the data base answers
  std::vector<MatchKey> keys;      // all others
  std::set<std::string> returned;  // tags to return beyond the always returned ones
  bool returns_all = false;        // includefield=all
  bool asked_for_fuzzy_matching = false;
  std::size_t offset = 0;
  std::size_t limit = 0;       // 1 to kMaximumResults
  bool limit_is_ours = false;  // the client asked for more, or for no limit
};

inline constexpr std::size_t kMaximumResults = 1000;

// what() names the parameter and what it must be: answered as 400.
class InvalidQuery : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Parameters are percent-decoded, in their order. Throws InvalidQuery.
SearchQuery parse_search_query(const std::vector<std::pair<std::string, std::string>>& parameters);

// Only match keys, as a filtered subscription has them. Throws InvalidQuery.
std::vector<MatchKey> parse_match_keys(const std::vector<std::pair<std::string, std::string>>& keys);

}  // namespace sonolist::plugin
