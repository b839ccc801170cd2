#include "dicom_sr/json/value_kind.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sonolist::dicom {
namespace {

constexpr std::array<std::pair<std::string_view, ValueKind>, 34> kKinds{{
    {"AE", ValueKind::kStrings},        {"AS", ValueKind::kStrings},  {"AT", ValueKind::kTags},
    {"CS", ValueKind::kStrings},        {"DA", ValueKind::kStrings},  {"DS", ValueKind::kDecimalStrings},
    {"DT", ValueKind::kStrings},        {"FD", ValueKind::kReals},    {"FL", ValueKind::kReals},
    {"IS", ValueKind::kIntegerStrings}, {"LO", ValueKind::kStrings},  {"LT", ValueKind::kText},
    {"OB", ValueKind::kBinary},         {"OD", ValueKind::kBinary},   {"OF", ValueKind::kBinary},
    {"OL", ValueKind::kBinary},         {"OV", ValueKind::kBinary},   {"OW", ValueKind::kBinary},
    {"PN", ValueKind::kPersonNames},    {"SH", ValueKind::kStrings},  {"SL", ValueKind::kIntegers},
    {"SQ", ValueKind::kItems},          {"SS", ValueKind::kIntegers}, {"ST", ValueKind::kText},
    {"SV", ValueKind::kIntegers},       {"TM", ValueKind::kStrings},  {"UC", ValueKind::kStrings},
    {"UI", ValueKind::kStrings},        {"UL", ValueKind::kIntegers}, {"UN", ValueKind::kBinary},
    {"UR", ValueKind::kText},           {"US", ValueKind::kIntegers}, {"UT", ValueKind::kText},
    {"UV", ValueKind::kIntegers},
}};

}  // namespace

std::optional<ValueKind> value_kind(std::string_view vr) {
  const auto* found = std::find_if(kKinds.begin(), kKinds.end(), [&](const auto& entry) { return entry.first == vr; });
  if (found == kKinds.end()) return std::nullopt;
  return found->second;
}

}  // namespace sonolist::dicom
