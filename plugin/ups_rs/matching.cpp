#include "plugin/ups_rs/matching.h"

#include <algorithm>
#include <array>
#include <map>
#include <string_view>

#include "dicom_sr/json/string_values.h"
#include "plugin/http/lower_case.h"
#include "plugin/matching/wildcard.h"
#include "plugin/ups_rs/range_key.h"

namespace sonolist::plugin {
namespace {

bool is_in_list(const std::string& text, std::string_view list) {
  while (true) {
    const std::size_t end = list.find_first_of(",\\");
    if (list.substr(0, end) == text) return true;
    if (end == std::string_view::npos) return false;
    list.remove_prefix(end + 1);
  }
}

bool is_in_range(const std::string& text, const std::string& key, const std::string& vr) {
  const auto range = parse_range_key(key, vr);
  const auto time = parse_time_value(text, vr);
  if (!range || !time) return false;
  return (!range->first || time->first >= *range->first) && (!range->last || time->first <= *range->last);
}

// Empty components at the end say nothing: "Doe^John" is "Doe^John^^^" (PS3.5 6.2.1.1).
std::string without_carets(std::string group) {
  while (!group.empty() && group.back() == '^') group.pop_back();
  return lower_case(std::move(group));
}

// A key of one group may match any; of several ("Zhang^San=...") each must match its own, unless it is empty.
bool matches_person_name(const Json& name, const std::string& key) {
  static constexpr std::array<const char*, 3> kGroups = {"Alphabetic", "Ideographic", "Phonetic"};
  if (!name.is_object()) return false;
  const auto group_matches = [&name](const char* group, std::string_view pattern) {
    const auto found = name.find(group);
    return found != name.end() && found->is_string() &&
           matches_wildcard(without_carets(found->get<std::string>()), without_carets(std::string(pattern)));
  };
  const std::vector<std::string_view> patterns = dicom::split(key, '=');
  if (patterns.size() == 1) {
    return std::any_of(kGroups.begin(), kGroups.end(),
                       [&](const char* group) { return group_matches(group, patterns.front()); });
  }
  for (std::size_t i = 0; i < patterns.size(); ++i) {
    if (patterns[i].empty()) continue;
    if (i >= kGroups.size() || !group_matches(kGroups[i], patterns[i])) return false;
  }
  return true;
}

bool matches_value(const std::string& vr, const Json& value, const std::string& key) {
  if (vr == "PN") return matches_person_name(value, key);
  const std::string text = value.is_string() ? value.get<std::string>() : value.dump();
  if (vr == "UI") return is_in_list(text, key);
  if (vr == "DA" || vr == "DT" || vr == "TM") return is_in_range(text, key, vr);
  return matches_wildcard(text, key);
}

bool matches_attribute(DataSetView data_set, const std::string& tag, const std::string& key) {
  if (key.empty() || key == "*") return true;
  if (!dicom::has_value(data_set, tag)) return false;
  const std::string vr = data_set.find(tag)->value("vr", "");
  const Json::array_t& values = dicom::values_in_place(data_set, tag);
  return std::any_of(values.begin(), values.end(), [&](const Json& value) { return matches_value(vr, value, key); });
}

// A key without a value matches even where the sequence has no item.
bool all_universal(const std::vector<MatchKey>& keys) {
  return std::all_of(keys.begin(), keys.end(),
                     [](const MatchKey& key) { return key.value.empty() || key.value == "*"; });
}

}  // namespace

bool matches(DataSetView data_set, const std::vector<MatchKey>& keys) {
  std::map<std::string, std::vector<MatchKey>> nested;  // by sequence
  for (const MatchKey& key : keys) {
    if (key.path.size() == 1) {
      if (!matches_attribute(data_set, key.path.front(), key.value)) return false;
    } else {
      nested[key.path.front()].push_back({{key.path.begin() + 1, key.path.end()}, key.value});
    }
  }
  return std::all_of(nested.begin(), nested.end(), [data_set](const auto& sequence) {
    if (all_universal(sequence.second)) return true;
    const Json::array_t& items = dicom::values_in_place(data_set, sequence.first);
    return std::any_of(items.begin(), items.end(),
                       [&](const Json& item) { return item.is_object() && matches(item, sequence.second); });
  });
}

}  // namespace sonolist::plugin
