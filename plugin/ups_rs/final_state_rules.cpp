#include <algorithm>
#include <set>

#include "plugin/ups_rs/attribute_access.h"
#include "plugin/ups_rs/attribute_rules.h"

namespace sonolist::plugin {
namespace {

bool applies(FinalRule rule, StepState final_state) {
  switch (rule) {
    case FinalRule::kOptional:
      return false;
    case FinalRule::kBoth:
      return true;
    case FinalRule::kCompleted:
    case FinalRule::kCompletedEmpty:
      return final_state == StepState::kCompleted;
    case FinalRule::kCanceled:
      return final_state == StepState::kCanceled;
  }
  return false;
}

using Tables = std::set<const AttributeTable*>;

// Tables hold one another: content items have content items.
void collect_tables(const AttributeTable& table, Tables& tables) {
  if (!tables.insert(&table).second) return;
  for (const AttributeRow& row : table.rows) {
    if (row.items != nullptr) collect_tables(*row.items, tables);
  }
}

// Those with a rule in them or below: the other sequences of an item need not be parsed.
Tables tables_with_final_rules() {
  Tables all;
  collect_tables(workitem_table(), all);
  Tables ruling;
  const auto rules = [&ruling](const AttributeRow& row) {
    return row.final_state != FinalRule::kOptional || ruling.count(row.items) != 0;
  };
  for (std::size_t before = 1; before != ruling.size();) {
    before = ruling.size();
    for (const AttributeTable* table : all) {
      if (std::any_of(table->rows.begin(), table->rows.end(), rules)) ruling.insert(table);
    }
  }
  return ruling;
}

bool is_met(FinalRule rule, const LazyDataSet& data_set, const AttributeRow& row,
            const std::vector<LazyDataSet>& items) {
  if (rule == FinalRule::kCompletedEmpty) return data_set.contains(row.tag);
  if (row.items == nullptr) return has_content(data_set, row.tag);
  return std::any_of(items.begin(), items.end(), [](const LazyDataSet& item) { return !item.empty(); });
}

void add_final_problems(const LazyDataSet& data_set, const AttributeTable& table, StepState final_state,
                        const Place& place, std::vector<std::string>& problems) {
  static const Tables ruling = tables_with_final_rules();
  for (const AttributeRow& row : table.rows) {
    const bool is_ruled = applies(row.final_state, final_state);
    const bool is_ruling = row.items != nullptr && ruling.count(row.items) != 0;
    if (!is_ruled && !is_ruling) continue;
    const std::vector<LazyDataSet> items = row.items == nullptr ? std::vector<LazyDataSet>() : data_set.items(row.tag);
    if (is_ruled && !is_met(row.final_state, data_set, row, items)) {
      problems.push_back(name_of(row) + " is needed for " + to_string(final_state) + to_string(place));
    }
    if (!is_ruling) continue;
    for (const LazyDataSet& item : items) {
      if (!item.empty()) add_final_problems(item, *row.items, final_state, Place{&row, &place}, problems);
    }
  }
}

}  // namespace

std::vector<std::string> final_state_problems(const LazyDataSet& item, StepState final_state) {
  std::vector<std::string> problems;
  add_final_problems(item, workitem_table(), final_state, {}, problems);
  return problems;
}

}  // namespace sonolist::plugin
