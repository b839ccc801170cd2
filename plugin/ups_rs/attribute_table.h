// PS3.4 table CC.2.5-3 as data: what a UPS attribute is called, what creation, update and the final states demand of
// it, and whether a search returns it.
#pragma once

#include <optional>
#include <string_view>

namespace sonolist::plugin {

// What a client may put into a data set for Create or Update.
enum class ClientRule {
  kOptional,        // 3/3, 3/2, 1C, 2C: anything
  kPresent,         // 2/x: present, perhaps empty
  kValue,           // 1/x: present with a value
  kEmpty,           // present without a value
  kValueIfPresent,  // 3/1: absent or with a value
  kForbidden        // NA
};

// Column "Fin".
enum class FinalRule {
  kOptional,        // O, RC
  kBoth,            // R
  kCompleted,       // P
  kCompletedEmpty,  // P, of type 2: must be present for COMPLETED, perhaps empty
  kCanceled         // X
};

// `path` is one tag, or tags of sequences before it, joined by dots: "00741216.00404028".
struct AttributeRow {
  std::string_view path;
  std::string_view keyword;
  ClientRule create;
  ClientRule update;
  FinalRule final_state;
  bool always_returned;  // by a search; others on request
};

struct AttributeTable {
  const AttributeRow* first;
  const AttributeRow* last;
  const AttributeRow* begin() const { return first; }
  const AttributeRow* end() const { return last; }
};

AttributeTable attribute_table();

// The row of a top-level attribute; nothing for one that the table does not name.
const AttributeRow* find_attribute(std::string_view tag);

// The tag of a keyword of the table or of the sequences in it, e.g. "PatientID"; nothing for an unknown one.
std::optional<std::string_view> find_keyword(std::string_view keyword);

}  // namespace sonolist::plugin
