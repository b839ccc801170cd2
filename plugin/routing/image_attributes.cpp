#include "plugin/routing/image_attributes.h"

#include <algorithm>
#include <cctype>

namespace sonolist::plugin {
namespace {

std::string trimmed(const std::string& text) {
  const std::size_t begin = text.find_first_not_of(' ');
  if (begin == std::string::npos) return "";
  return text.substr(begin, text.find_last_not_of(' ') - begin + 1);
}

std::string without_comma_upper(std::string tag) {
  tag.erase(std::remove(tag.begin(), tag.end(), ','), tag.end());
  std::transform(tag.begin(), tag.end(), tag.begin(), [](unsigned char c) { return std::toupper(c); });
  return tag;
}

}  // namespace

ImageAttributes ImageAttributes::from_orthanc(const nlohmann::json& tags) {
  ImageAttributes attributes;
  for (const auto& [tag, content] : tags.items()) {
    const auto value = content.find("Value");
    if (value == content.end() || !value->is_string()) continue;
    attributes.set(without_comma_upper(tag), value->get<std::string>());
    attributes.set(content.value("Name", ""), value->get<std::string>());
  }
  return attributes;
}

void ImageAttributes::set(const std::string& name, const std::string& text) {
  std::vector<std::string>& values = values_[name];
  values.clear();
  std::size_t begin = 0;
  while (true) {
    const std::size_t end = text.find('\\', begin);
    values.push_back(trimmed(text.substr(begin, end - begin)));
    if (end == std::string::npos) return;
    begin = end + 1;
  }
}

const std::vector<std::string>& ImageAttributes::values(const std::string& name) const {
  static const std::vector<std::string> kNone;
  const auto found = values_.find(name);
  return found == values_.end() ? kNone : found->second;
}

std::string ImageAttributes::value(const std::string& name) const {
  const auto& all = values(name);
  return all.empty() ? "" : all.front();
}

}  // namespace sonolist::plugin
