// The attributes of a data set as the rows of a table see them. Pure.
#pragma once

#include <string>
#include <string_view>

#include "plugin/ups_rs/attribute_table.h"
#include "plugin/worklist/workitem.h"

namespace sonolist::plugin {

std::string readable_tag(std::string_view digits);  // "(0010,0010)"
std::string name_of(const AttributeRow& row);       // "PatientName (0010,0010)"

// Nulls, empty texts and items without attributes are no values.
bool has_content(const Json& data_set, std::string_view tag);

// The values of an attribute where they stand: rules look at every sequence of every update, and copies of them would
// cost more than the rules. Nothing when there are none.
const Json* values_in_place(const Json& data_set, std::string_view tag);

// Calls `check` with every item of the row's sequence that has attributes, and where it stands.
template <typename Check>
void for_each_item(const Json& data_set, const AttributeRow& row, const std::string& where, Check check) {
  const Json* values = row.items == nullptr ? nullptr : values_in_place(data_set, row.tag);
  if (values == nullptr) return;
  for (const Json& item : *values) {
    if (item.is_object() && !item.empty()) check(item, " in " + name_of(row) + where);
  }
}

}  // namespace sonolist::plugin
