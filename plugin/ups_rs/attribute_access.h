// The attributes of a data set as the rows of a table see them. Pure.
#pragma once

#include <string>
#include <string_view>

#include "plugin/ups_rs/attribute_table.h"
#include "plugin/worklist/workitem.h"

namespace sonolist::plugin {

std::string readable_tag(std::string_view digits);  // "(0010,0010)"
std::string name_of(const AttributeRow& row);       // "PatientName (0010,0010)"

// Where an item of a sequence stands. Most items have no problem: it becomes a text for those that do.
struct Place {
  const AttributeRow* sequence = nullptr;  // none: the data set itself
  const Place* outer = nullptr;
};
std::string to_string(const Place& place);  // "", " in <name of the sequence> in <name of the one around it>"

// Nulls, empty texts and items without attributes are no values.
bool has_content(const Json::array_t& values);
bool has_content(DataSetView data_set, std::string_view tag);

// Calls `check` with every item of the row's sequence that has attributes, and where it stands.
template <typename Check>
void for_each_item(const Json::array_t& values, const AttributeRow& row, const Place& place, Check check) {
  if (row.items == nullptr) return;
  for (const Json& item : values) {
    if (item.is_object() && !item.empty()) check(item, Place{&row, &place});
  }
}

}  // namespace sonolist::plugin
