// Which objects a step writes for an image, and in what form: decided by the rule that queued it, carried by the
// workitem as processing parameters.
#pragma once

#include <array>
#include <map>
#include <string>

#include "dicom_sr/codes/language.h"
#include "dicom_sr/file/part10.h"
#include "dicom_sr/segmentation/segmentation_writer.h"

namespace sonolist::dicom {

struct OutputOptions {
  SegmentationType segmentation_type = SegmentationType::kBinary;
  Geometry geometry = Geometry::kViewer;
  Compression compression = Compression::kNone;  // of the SEG
  Language language = Language::kEnglish;        // of the reports
  bool overlay = false;                          // also a coloured Secondary Capture
};

// The options as people and workitems write them: name -> value. An option that is not named keeps its default.
using OutputTexts = std::map<std::string, std::string>;

// SegmentationType: BINARY, FRACTIONAL, LABELMAP. Geometry: viewer, strict. Compression: none, deflated, rle. Language:
// en, zh. Overlay: yes, no.
inline constexpr std::array kOutputOptionNames{"SegmentationType", "Geometry", "Compression", "Language", "Overlay"};

// `defaults` with `texts` over them. Throws DicomError(kConfiguration) naming the option: an unknown name or value, or
// a compression that the segmentation type does not allow. Pure.
OutputOptions parse_output_options(const OutputTexts& texts, const OutputOptions& defaults = {});

// What makes an object differ from the one with default options: "" for these, else e.g. "FRACTIONAL|strict". Enters
// the UIDs of results, so that no two objects of different content share one.
std::string segmentation_variant(const OutputOptions& options);
std::string report_variant(const OutputOptions& options);

}  // namespace sonolist::dicom
