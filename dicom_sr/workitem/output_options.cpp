#include "dicom_sr/workitem/output_options.h"

#include <algorithm>

#include "dicom_sr/error.h"

namespace sonolist::dicom {
namespace {

template <typename Value>
using Choices = std::map<std::string, Value>;

template <typename Value>
void choose(const OutputTexts& texts, const char* name, const Choices<Value>& choices, Value& value) {
  const auto text = texts.find(name);
  if (text == texts.end()) return;
  const auto choice = choices.find(text->second);
  if (choice == choices.end()) {
    std::string known;
    for (const auto& [known_text, known_value] : choices) known += (known.empty() ? "" : ", ") + known_text;
    throw DicomError(ErrorClass::kConfiguration,
                     std::string("the output option ") + name + " is '" + text->second + "'; it can be " + known);
  }
  value = choice->second;
}

void refuse_unknown(const OutputTexts& texts) {
  for (const auto& [name, text] : texts) {
    const bool known = std::any_of(kOutputOptionNames.begin(), kOutputOptionNames.end(),
                                   [&name = name](const char* option) { return name == option; });
    if (!known) throw DicomError(ErrorClass::kConfiguration, "there is no output option '" + name + "'");
  }
}

}  // namespace

OutputOptions parse_output_options(const OutputTexts& texts, const OutputOptions& defaults) {
  refuse_unknown(texts);
  OutputOptions options = defaults;
  choose<SegmentationType>(texts, "SegmentationType",
                           {{"BINARY", SegmentationType::kBinary},
                            {"FRACTIONAL", SegmentationType::kFractional},
                            {"LABELMAP", SegmentationType::kLabelMap}},
                           options.segmentation_type);
  choose<Geometry>(texts, "Geometry", {{"viewer", Geometry::kViewer}, {"strict", Geometry::kStrict}}, options.geometry);
  choose<Compression>(texts, "Compression",
                      {{"none", Compression::kNone}, {"deflated", Compression::kDeflated}, {"rle", Compression::kRle}},
                      options.compression);
  choose<Language>(texts, "Language", {{"en", Language::kEnglish}, {"zh", Language::kChinese}}, options.language);
  choose<bool>(texts, "Overlay", {{"yes", true}, {"no", false}}, options.overlay);
  if (options.compression == Compression::kRle && options.segmentation_type == SegmentationType::kBinary)
    throw DicomError(ErrorClass::kConfiguration,
                     "the output option Compression is 'rle', which needs 8 bits a pixel: choose 'deflated', or the "
                     "SegmentationType FRACTIONAL or LABELMAP");
  return options;
}

std::string segmentation_variant(const OutputOptions& options) {
  std::string variant;
  if (options.segmentation_type != SegmentationType::kBinary)
    variant += std::string("|") + segmentation_type_name(options.segmentation_type);
  if (options.geometry == Geometry::kStrict) variant += "|strict";
  if (options.compression != Compression::kNone)
    variant += options.compression == Compression::kRle ? "|rle" : "|deflated";
  return variant.empty() ? variant : variant.substr(1);
}

std::string report_variant(const OutputOptions& options) {
  const std::string segmentation = segmentation_variant(options);
  if (options.language == Language::kEnglish) return segmentation;
  return segmentation.empty() ? "zh" : segmentation + "|zh";
}

}  // namespace sonolist::dicom
