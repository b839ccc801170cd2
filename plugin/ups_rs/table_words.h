// Short names, so that a row of the standard's tables stays one line of ours. For the tables' sources only.
#pragma once

#include "plugin/ups_rs/attribute_table.h"

namespace sonolist::plugin::words {

inline constexpr ClientRule kOpt = ClientRule::kOptional;
inline constexpr ClientRule kHas = ClientRule::kPresent;
inline constexpr ClientRule kVal = ClientRule::kValue;
inline constexpr ClientRule kNul = ClientRule::kEmpty;
inline constexpr ClientRule kIf = ClientRule::kValueIfPresent;
inline constexpr ClientRule kNA = ClientRule::kForbidden;
inline constexpr FinalRule kO = FinalRule::kOptional;
inline constexpr FinalRule kR = FinalRule::kBoth;
inline constexpr FinalRule kP = FinalRule::kCompleted;
inline constexpr FinalRule kP2 = FinalRule::kCompletedEmpty;
inline constexpr FinalRule kX = FinalRule::kCanceled;
inline constexpr ReturnRule kRet = ReturnRule::kAlways;
inline constexpr ReturnRule kSet = ReturnRule::kIfSet;
inline constexpr ReturnRule kAsk = ReturnRule::kOnRequest;

template <typename Row, std::size_t Count>
constexpr Rows<Row> rows(const Row (&array)[Count]) {
  return {array, array + Count};
}

// A row of a macro: the same rule for Create and Update, returned with its sequence.
constexpr AttributeRow same(std::string_view tag, std::string_view vr, std::string_view keyword, ClientRule rule,
                            const AttributeTable* items = nullptr) {
  return {tag, vr, keyword, rule, rule, kO, kAsk, items};
}

}  // namespace sonolist::plugin::words
