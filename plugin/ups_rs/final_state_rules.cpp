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

void add_final_problems(DataSetView data_set, const AttributeTable& table, StepState final_state, const Place& place,
                        std::vector<std::string>& problems) {
  static const Tables ruling = tables_with_final_rules();
  for (const AttributeRow& row : table.rows) {
    if (applies(row.final_state, final_state)) {
      const bool met = row.final_state == FinalRule::kCompletedEmpty ? dicom::has_attribute(data_set, row.tag)
                                                                     : has_content(data_set, row.tag);
      if (!met) problems.push_back(name_of(row) + " is needed for " + to_string(final_state) + to_string(place));
    }
    if (ruling.count(row.items) == 0) continue;
    for_each_item(dicom::values_in_place(data_set, row.tag), row, place, [&](const Json& item, const Place& inside) {
      add_final_problems(item, *row.items, final_state, inside, problems);
    });
  }
}

}  // namespace

std::vector<std::string> final_state_problems(DataSetView item, StepState final_state) {
  std::vector<std::string> problems;
  add_final_problems(item, workitem_table(), final_state, {}, problems);
  return problems;
}

}  // namespace sonolist::plugin
