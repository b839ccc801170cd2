#include "dicom_sr/segmentation/segment_sequence.h"

#include <set>
#include <string>

#include "dicom_sr/codes/concepts.h"
#include "dicom_sr/modules/attributes.h"
#include "dicom_sr/modules/coded_entry.h"
#include "dicom_sr/modules/equipment_modules.h"
#include "dicom_sr/refusal.h"
#include "dicom_sr/segmentation/colour.h"
#include "dicom_sr/segmentation/label_map.h"

namespace sonolist::dicom {

namespace {

void write_algorithm(DcmItem& segment, const Algorithm& algorithm) {
  put_string(segment, DCM_SegmentAlgorithmType, "AUTOMATIC");
  put_string(segment, DCM_SegmentAlgorithmName, algorithm.model_name);
  DcmItem& identification = add_item(segment, DCM_SegmentationAlgorithmIdentificationSequence);
  put_code(identification, DCM_AlgorithmFamilyCodeSequence, code::kArtificialIntelligence);
  put_string(identification, DCM_AlgorithmName, algorithm.model_name);
  put_string(identification, DCM_AlgorithmVersion, algorithm.model_version);
  put_string(identification, DCM_AlgorithmSource, kManufacturer);
  const std::string settings = settings_text(algorithm);
  put_string(identification, DCM_AlgorithmParameters,
             "Weights SHA-256 " + algorithm.weights_sha256 + (settings.empty() ? "" : ", " + settings));
}

void write_segment(DcmItem& item, int number, const Segment& segment, const Algorithm& algorithm) {
  put_uint16(item, DCM_SegmentNumber, static_cast<std::uint16_t>(number));
  put_string(item, DCM_SegmentLabel, segment.label);
  if (!segment.description.empty()) put_string(item, DCM_SegmentDescription, segment.description);
  write_algorithm(item, algorithm);
  put_code(item, DCM_SegmentedPropertyCategoryCodeSequence, segment.category);
  put_code(item, DCM_SegmentedPropertyTypeCodeSequence, segment.type);
  if (segment.laterality) {
    DcmItem* type = nullptr;
    item.findAndGetSequenceItem(DCM_SegmentedPropertyTypeCodeSequence, type);
    put_code(*type, DCM_SegmentedPropertyTypeModifierCodeSequence, *segment.laterality);
  }
  if (segment.anatomic_region) put_code(item, DCM_AnatomicRegionSequence, *segment.anatomic_region);
  const EncodedLab lab = encode_lab(segment.colour_rgb);
  put_uint16s(item, DCM_RecommendedDisplayCIELabValue, {lab[0], lab[1], lab[2]});
  if (segment.tracking_id.empty()) return;
  put_string(item, DCM_TrackingID, segment.tracking_id);
  put_string(item, DCM_TrackingUID, segment.tracking_uid);
}

// What dcmqi and highdicom write too: the item describes the value 0, and Pixel Padding Value says that it is nothing
// to look at. Some readers go by the one, some by the other.
void write_background(DcmItem& dataset, const Algorithm& algorithm) {
  Segment background;
  background.label = "Background";
  background.category = code::kSpatialAndRelationalConcept;
  background.type = code::kBackground;
  write_segment(add_item(dataset, DCM_SegmentSequence), kBackgroundNumber, background, algorithm);
  put_uint16(dataset, DCM_PixelPaddingValue, kBackgroundNumber);
}

Code required_code(DcmItem& item, const DcmTagKey& tag, const std::string& name) {
  if (auto code = read_code(item, tag)) return *code;
  refuse_input(name + " is missing in an item of Segment Sequence (0062,0002)");
}

ReadSegment read_segment(DcmItem& item) {
  ReadSegment segment;
  segment.label = get_value(item, DCM_SegmentLabel);
  segment.description = get_value(item, DCM_SegmentDescription);
  segment.category =
      required_code(item, DCM_SegmentedPropertyCategoryCodeSequence, "Segmented Property Category (0062,0003)");
  segment.type = required_code(item, DCM_SegmentedPropertyTypeCodeSequence, "Segmented Property Type (0062,000F)");
  DcmItem* type = nullptr;
  if (item.findAndGetSequenceItem(DCM_SegmentedPropertyTypeCodeSequence, type).good())
    segment.laterality = read_code(*type, DCM_SegmentedPropertyTypeModifierCodeSequence);
  segment.anatomic_region = read_code(item, DCM_AnatomicRegionSequence);
  EncodedLab lab{};
  bool has_colour = true;
  for (unsigned long i = 0; i < lab.size(); ++i)
    has_colour = item.findAndGetUint16(DCM_RecommendedDisplayCIELabValue, lab[i], i).good() && has_colour;
  if (has_colour) segment.colour_rgb = decode_lab(lab);
  segment.tracking_id = get_value(item, DCM_TrackingID);
  segment.tracking_uid = get_value(item, DCM_TrackingUID);
  return segment;
}

}  // namespace

void write_segment_sequence(DcmItem& dataset, const SegmentationContent& content) {
  if (content.type == SegmentationType::kLabelMap) write_background(dataset, content.algorithm);
  int number = kBackgroundNumber;
  for (const Segment& segment : content.segments)
    write_segment(add_item(dataset, DCM_SegmentSequence), ++number, segment, content.algorithm);
}

std::vector<ReadSegment> read_segment_sequence(DcmItem& dataset, SegmentationType type) {
  DcmSequenceOfItems* sequence = nullptr;
  if (dataset.findAndGetSequence(DCM_SegmentSequence, sequence).bad() || sequence->card() == 0)
    refuse_input("Segment Sequence (0062,0002) is missing or empty");
  std::vector<ReadSegment> segments;
  std::set<int> numbers;
  for (unsigned long i = 0; i < sequence->card(); ++i) {
    DcmItem& item = *sequence->getItem(i);
    Uint16 number = 0;
    if (item.findAndGetUint16(DCM_SegmentNumber, number).bad() || !numbers.insert(number).second)
      refuse_input("Segment Number (0062,0004) is missing or used twice");
    // Frames of BINARY and FRACTIONAL refer to it by this count (PS3.3 C.8.20.2.4).
    if (type != SegmentationType::kLabelMap && number != i + 1)
      refuse_input("Segment Number (0062,0004) does not count up from 1");
    segments.push_back(read_segment(item));
    segments.back().number = number;
  }
  return segments;
}

}  // namespace sonolist::dicom
