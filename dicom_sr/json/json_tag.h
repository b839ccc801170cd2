// A tag as key of the DICOM JSON Model ("00100010") and as people read it ("(0010,0010)").
#pragma once

#include <optional>
#include <string>
#include <string_view>

class DcmTagKey;

namespace sonolist::dicom {

std::string json_key(const DcmTagKey& tag);
std::string readable_tag(const DcmTagKey& tag);

// Nothing unless `key` is 8 hex digits of either case.
std::optional<DcmTagKey> parse_json_key(std::string_view key);

}  // namespace sonolist::dicom
