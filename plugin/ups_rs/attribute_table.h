// PS3.4 table CC.2.5-3 as data: what a UPS attribute is called, what creation, update and the final states demand of
// it, and whether a search returns it.
#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace sonolist::plugin {

// What a client may put into a data set for Create or Update.
enum class ClientRule {
  kOptional,        // 3/3, 3/2, 1C, 2C: anything
  kPresent,         // 2/x: present, perhaps empty
  kValue,           // 1/x: present with a value
  kEmpty,           // present without a value
  kValueIfPresent,  // 3/1, 1C: absent or with a value
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

// Column "return key": what a search gives besides what was asked for.
enum class ReturnRule {
  kAlways,    // 1 and 2: without a value when the item has none
  kIfSet,     // 1C and 2C: when the item has it
  kOnRequest  // 3, or no return key
};

// Constant rows in static storage.
template <typename Row>
struct Rows {
  const Row* first = nullptr;
  const Row* last = nullptr;
  constexpr const Row* begin() const { return first; }
  constexpr const Row* end() const { return last; }
};

struct AttributeRow;

// Where `cause` has a value (that is `cause_value`), at least one of `needed` must have one. An empty cause holds
// always; a needed "00081199.0040E001" stands for the attribute in every item of the sequence.
struct ItemCondition {
  std::string_view cause, cause_value;
  std::array<std::string_view, 5> needed;
};

// A data set or an item of a sequence.
struct AttributeTable {
  Rows<AttributeRow> rows;
  Rows<ItemCondition> conditions;
};

struct AttributeRow {
  std::string_view tag, vr, keyword;
  ClientRule create, update;
  FinalRule final_state;
  ReturnRule returned;
  const AttributeTable* items = nullptr;  // of a sequence
};

// The defined terms of an attribute, wherever the table has it.
struct EnumeratedAttribute {
  std::string_view tag;
  std::array<std::string_view, 8> terms;
};

const AttributeTable& workitem_table();
const AttributeTable& cancel_request_table();  // PS3.4 table CC.2.2-1
Rows<EnumeratedAttribute> enumerated_attributes();

// Nothing for an attribute that the table does not name.
const AttributeRow* find_row(const AttributeTable& table, std::string_view tag);
const AttributeRow* find_attribute(std::string_view tag);  // of the workitem's own

}  // namespace sonolist::plugin
