#include "plugin/ups_rs/data_set_shape.h"

#include <algorithm>
#include <cctype>

namespace sonolist::plugin {
namespace {

bool is_tag(const std::string& key) {
  return key.size() == 8 && key.find_first_not_of("0123456789ABCDEF") == std::string::npos;
}

std::string upper_case(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::toupper(c); });
  return text;
}

}  // namespace

bool is_data_set(const Json& candidate) {
  if (!candidate.is_object()) return false;
  return std::all_of(candidate.items().begin(), candidate.items().end(), [](const auto& attribute) {
    const Json& body = attribute.value();
    if (!is_tag(attribute.key()) || !body.is_object()) return false;
    if (!body.contains("vr") || !body["vr"].is_string()) return false;
    if (!body.contains("Value")) return true;
    if (!body["Value"].is_array()) return false;
    if (body["vr"] != "SQ") return true;
    // An empty item may be written as null or {}.
    return std::all_of(body["Value"].begin(), body["Value"].end(),
                       [](const Json& item) { return item.is_null() || is_data_set(item); });
  });
}

void upper_case_tags(Json& candidate) {
  if (!candidate.is_object()) return;
  Json result = Json::object();
  for (auto& [key, attribute] : candidate.items()) {
    if (attribute.is_object() && attribute.contains("Value") && attribute["Value"].is_array()) {
      // A person name is an object too, but its keys are no tags.
      if (attribute.value("vr", Json()) == "SQ") {
        for (Json& item : attribute["Value"]) upper_case_tags(item);
      }
    }
    result[upper_case(key)] = std::move(attribute);
  }
  candidate = std::move(result);
}

}  // namespace sonolist::plugin
