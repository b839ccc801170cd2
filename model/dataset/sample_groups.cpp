#include "model/dataset/sample_groups.h"

#include <filesystem>
#include <map>
#include <regex>

#include "model/dataset/csv_table.h"
#include "model/dataset/split.h"
#include "model/error.h"

namespace sonolist::model {
namespace {

std::map<std::string, std::string> read_group_table(const std::string& path) {
  std::map<std::string, std::string> group_of;
  const auto rows = read_csv(path);
  for (const auto& row : rows) {
    const auto place = path + ": line " + std::to_string(row.line);
    if (row.cells.size() != 2 || row.cells[0].empty() || row.cells[1].empty()) {
      throw ModelError(place + ": give name,group");
    }
    if (&row == &rows.front() && row.cells[0] == "name" && row.cells[1] == "group") continue;  // the head line
    const auto [known, is_new] = group_of.emplace(row.cells[0], row.cells[1]);
    if (!is_new && known->second != row.cells[1]) {
      throw ModelError(place + ": '" + row.cells[0] + "' is in group '" + known->second + "' already");
    }
  }
  return group_of;
}

std::vector<std::string> groups_of_table(const std::vector<std::string>& names, const std::string& path) {
  auto group_of = read_group_table(path);
  const auto listed = group_of;
  for (const auto& [name, group] : listed) group_of.emplace(std::filesystem::path(name).stem().string(), group);
  std::vector<std::string> groups;
  for (const auto& name : names) {
    const auto found = group_of.find(name);
    if (found == group_of.end()) throw ModelError(path + ": has no group for sample '" + name + "'");
    groups.push_back(found->second);
  }
  return groups;
}

std::vector<std::string> groups_of_pattern(const std::vector<std::string>& names, const std::string& pattern) {
  std::vector<std::string> groups;
  try {
    const std::regex expression(pattern);
    if (expression.mark_count() == 0) {
      throw ModelError("group pattern '" + pattern + "': put parentheses round the part that names the group");
    }
    for (const auto& name : names) {
      std::smatch match;
      if (!std::regex_search(name, match, expression) || match.length(1) == 0) {
        throw ModelError("group pattern '" + pattern + "': finds no group in the name '" + name + "'");
      }
      groups.push_back(match.str(1));
    }
  } catch (const std::regex_error& problem) {
    throw ModelError("group pattern '" + pattern + "': is no regular expression: " + problem.what());
  }
  return groups;
}

}  // namespace

std::vector<std::string> sample_groups(const std::vector<std::string>& names, const GroupRule& rule) {
  if (!rule.table.empty()) return groups_of_table(names, rule.table);
  if (!rule.pattern.empty()) return groups_of_pattern(names, rule.pattern);
  return consecutive_blocks(static_cast<std::int64_t>(names.size()), rule.block_size);
}

}  // namespace sonolist::model
