// Typed reading of one section of Orthanc's configuration.
#pragma once

#include <nlohmann/json.hpp>
#include <set>
#include <string>

namespace sonolist::plugin {

// Every getter returns `otherwise` when the key is absent and throws ConfigurationError, naming section and key, when
// its value has another type. reject_unknown() then finds misspelt keys: whatever no getter has asked for.
class SectionReader {
 public:
  // `name` appears in messages, e.g. "Sonolist". Throws ConfigurationError when `section` is no object.
  SectionReader(const nlohmann::json& section, std::string name);

  bool boolean(const std::string& key, bool otherwise);
  std::string text(const std::string& key, const std::string& otherwise);
  int integer(const std::string& key, int otherwise, int minimum, int maximum);

  // Null when absent.
  nlohmann::json any(const std::string& key);

  void reject_unknown() const;

 private:
  const nlohmann::json* find(const std::string& key);

  const nlohmann::json& section_;
  const std::string name_;
  std::set<std::string> asked_;
};

}  // namespace sonolist::plugin
