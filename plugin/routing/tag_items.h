// Sequences in the answers of Orthanc to /instances/{id}/tags.
#pragma once

#include <nlohmann/json.hpp>
#include <vector>

namespace sonolist::plugin {

// The items of a sequence, e.g. of "0008,1115"; none when it is absent or has another form.
inline std::vector<nlohmann::json> tag_items(const nlohmann::json& tags, const char* tag) {
  const auto found = tags.find(tag);
  if (found == tags.end() || !found->is_object()) return {};
  const auto value = found->find("Value");
  if (value == found->end() || !value->is_array()) return {};
  return value->get<std::vector<nlohmann::json>>();
}

}  // namespace sonolist::plugin
