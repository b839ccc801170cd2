// Media types and their parameters, as Content-Type and Accept name them (RFC 9110 sections 8.3 and 12.5). Pure.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace sonolist::plugin {

struct MediaType {
  std::string name;                               // "application/dicom+json", in lower case
  std::map<std::string, std::string> parameters;  // names in lower case; without "q"
  double quality = 1;                             // 0 to 1

  // "" when absent.
  std::string parameter(const std::string& parameter_name) const;
};

// In their order. Malformed parts are left out, a malformed quality counts as 1.
std::vector<MediaType> parse_media_types(std::string_view header);

}  // namespace sonolist::plugin
