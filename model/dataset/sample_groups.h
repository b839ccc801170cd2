// Which samples belong together, by their names.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace sonolist::model {

// At most one of `table` and `pattern` is given; with neither, neighbours in order form blocks.
struct GroupRule {
  std::int64_t block_size = 10;
  std::string table;    // CSV file with the columns name and group (a head line may say so)
  std::string pattern;  // regular expression (ECMAScript); what its first parentheses catch in the name is the group
};

// One group for each name. A table may list names with or without the ending of their file, and more names than there
// are samples. Throws ModelError naming the sample that has no group, the line of the table, or the pattern.
std::vector<std::string> sample_groups(const std::vector<std::string>& names, const GroupRule& rule);

}  // namespace sonolist::model
