#include "plugin/configuration/section_reader.h"

#include "plugin/configuration/configuration_error.h"

namespace sonolist::plugin {

using nlohmann::json;

SectionReader::SectionReader(const json& section, std::string name) : section_(section), name_(std::move(name)) {
  if (!section_.is_object()) throw ConfigurationError(name_ + " must be a JSON object");
}

const json* SectionReader::find(const std::string& key) {
  asked_.insert(key);
  const auto found = section_.find(key);
  return found == section_.end() ? nullptr : &*found;
}

bool SectionReader::boolean(const std::string& key, bool otherwise) {
  const json* value = find(key);
  if (value == nullptr) return otherwise;
  if (!value->is_boolean()) throw ConfigurationError(name_ + "." + key + " must be true or false");
  return value->get<bool>();
}

std::string SectionReader::text(const std::string& key, const std::string& otherwise) {
  const json* value = find(key);
  if (value == nullptr) return otherwise;
  if (!value->is_string()) throw ConfigurationError(name_ + "." + key + " must be a text");
  return value->get<std::string>();
}

int SectionReader::integer(const std::string& key, int otherwise, int minimum, int maximum) {
  const json* value = find(key);
  if (value == nullptr) return otherwise;
  const bool fits =
      value->is_number_integer() && value->get<std::int64_t>() >= minimum && value->get<std::int64_t>() <= maximum;
  if (!fits) {
    throw ConfigurationError(name_ + "." + key + " must be a whole number from " + std::to_string(minimum) + " to " +
                             std::to_string(maximum));
  }
  return value->get<int>();
}

json SectionReader::any(const std::string& key) {
  const json* value = find(key);
  return value == nullptr ? json() : *value;
}

void SectionReader::reject_unknown() const {
  for (const auto& entry : section_.items()) {
    if (asked_.count(entry.key()) == 0) {
      throw ConfigurationError(name_ + " has an unknown key \"" + entry.key() +
                               "\": remove it or correct its spelling");
    }
  }
}

}  // namespace sonolist::plugin
