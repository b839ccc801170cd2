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

void add_final_problems(const Json& data_set, const AttributeTable& table, StepState final_state,
                        const std::string& where, std::vector<std::string>& problems) {
  for (const AttributeRow& row : table.rows) {
    const bool met = row.final_state == FinalRule::kCompletedEmpty ? dicom::has_attribute(data_set, row.tag)
                                                                   : has_content(data_set, row.tag);
    if (applies(row.final_state, final_state) && !met) {
      problems.push_back(name_of(row) + " is needed for " + to_string(final_state) + where);
    }
    for_each_item(data_set, row, where, [&](const Json& item, const std::string& inside) {
      add_final_problems(item, *row.items, final_state, inside, problems);
    });
  }
}

}  // namespace

std::vector<std::string> final_state_problems(const Json& item, StepState final_state) {
  std::vector<std::string> problems;
  add_final_problems(item, workitem_table(), final_state, "", problems);
  return problems;
}

}  // namespace sonolist::plugin
