#include "dicom_sr/tools/segment_classes.h"

#include <algorithm>
#include <cctype>

#include "dicom_sr/codes/structures.h"
#include "dicom_sr/error.h"

namespace sonolist::dicom {
namespace {

std::string plain_name(const std::string& text) {
  std::string plain;
  for (const char letter : text) {
    const bool separates = letter == ' ' || letter == '_' || letter == '-';
    plain += separates ? ' ' : static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
  }
  return plain;
}

template <typename Matches>
std::uint8_t number_of_first(const std::vector<SegmentClass>& classes, Matches matches) {
  const auto found = std::find_if(classes.begin(), classes.end(), matches);
  return found == classes.end() ? std::uint8_t{0} : static_cast<std::uint8_t>(found - classes.begin() + 1);
}

}  // namespace

SegmentClass parse_segment_class(const std::string& text) {
  const auto equals = text.find('=');
  SegmentClass parsed{text.substr(0, equals), std::nullopt};
  const auto refuse = [&] {
    throw DicomError(ErrorClass::kConfiguration, "class '" + text + "' is neither NAME nor NAME=SCHEME:VALUE");
  };
  if (parsed.name.empty() || parsed.name == "background") refuse();
  if (equals == std::string::npos) {
    if (const auto* known = find_structure(parsed.name)) parsed.type = known->type;
    return parsed;
  }
  const auto code = text.substr(equals + 1);
  const auto colon = code.find(':');
  if (colon == std::string::npos || colon == 0 || colon + 1 == code.size()) refuse();
  parsed.type = Code{code.substr(colon + 1), code.substr(0, colon), ""};
  return parsed;
}

std::uint8_t class_of_segment(const Segment& segment, const std::vector<SegmentClass>& classes) {
  const auto label = plain_name(segment.label);
  const auto by_label =
      number_of_first(classes, [&](const SegmentClass& known) { return plain_name(known.name) == label; });
  if (by_label != 0) return by_label;
  return number_of_first(classes, [&](const SegmentClass& known) { return known.type && *known.type == segment.type; });
}

}  // namespace sonolist::dicom
