#include "dicom_sr/json/keyword.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>

#include <unordered_map>

#include "dicom_sr/json/json_tag.h"
#include "dicom_sr/json/value_kind.h"

namespace sonolist::dicom {
namespace {

// DCMTK marks what PS3.6 has retired.
std::string_view without_mark(std::string_view name) {
  constexpr std::string_view kMark = "RETIRED_";
  return name.substr(0, kMark.size()) == kMark ? name.substr(kMark.size()) : name;
}

// The dictionary itself searches names one by one.
std::unordered_map<std::string, std::string> read_keywords() {
  std::unordered_map<std::string, std::string> tags;
  DcmDataDictionary& dictionary = dcmDataDict.wrlock();  // walking along it is no const operation
  for (DcmHashDictIterator entry = dictionary.normalBegin(); entry != dictionary.normalEnd(); ++entry) {
    if ((*entry)->getGroup() % 2 == 0) {
      tags.emplace(std::string(without_mark((*entry)->getTagName())), json_key((*entry)->getKey()));
    }
  }
  dcmDataDict.wrunlock();
  return tags;
}

}  // namespace

std::optional<std::string> tag_of_keyword(std::string_view keyword) {
  static const auto kTags = read_keywords();
  const auto found = kTags.find(std::string(keyword));
  if (found == kTags.end()) return std::nullopt;
  return found->second;
}

std::string keyword_of_tag(std::string_view tag) {
  const auto key = parse_json_key(tag);
  if (!key || key->isPrivate()) return "";
  DcmTag known(*key);
  const std::string name = known.getTagName();
  return name == DcmTag_ERROR_TagName ? "" : std::string(without_mark(name));
}

std::string vr_of_tag(std::string_view tag) {
  const auto key = parse_json_key(tag);
  if (!key) return "";
  const std::string name = DcmTag(*key).getVR().getValidVRName();
  return value_kind(name) && DcmTag(*key).getEVR() != EVR_UNKNOWN ? name : "";
}

}  // namespace sonolist::dicom
