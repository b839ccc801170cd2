// The attributes of one image as the rules see them.
#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace sonolist::plugin {

// Top-level texts, UTF-8, by keyword and by tag (8 upper-case hex digits).
class ImageAttributes {
 public:
  ImageAttributes() = default;

  // Reads the answer of Orthanc to /instances/{id}/tags: {"0008,0060": {"Name": "Modality", "Type": "String", "Value":
  // "US"}}. Sequences and values that Orthanc left out for their length are passed over.
  static ImageAttributes from_orthanc(const nlohmann::json& tags);

  // `text` may hold several values, separated by backslashes.
  void set(const std::string& name, const std::string& text);

  // Empty when the image has no such attribute.
  const std::vector<std::string>& values(const std::string& name) const;

  // First value, or "".
  std::string value(const std::string& name) const;

 private:
  std::map<std::string, std::vector<std::string>> values_;
};

}  // namespace sonolist::plugin
