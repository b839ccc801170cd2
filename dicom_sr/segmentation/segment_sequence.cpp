#include "dicom_sr/segmentation/segment_sequence.h"

#include <string>

#include "dicom_sr/codes/concepts.h"
#include "dicom_sr/error.h"
#include "dicom_sr/modules/attributes.h"
#include "dicom_sr/modules/coded_entry.h"
#include "dicom_sr/modules/equipment_modules.h"
#include "dicom_sr/segmentation/colour.h"

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
  put_string(identification, DCM_AlgorithmParameters, "Weights SHA-256 " + algorithm.weights_sha256);
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
  put_string(item, DCM_TrackingID, segment.tracking_id);
  put_string(item, DCM_TrackingUID, segment.tracking_uid);
}

Code required_code(DcmItem& item, const DcmTagKey& tag, const std::string& name) {
  if (auto code = read_code(item, tag)) return *code;
  throw DicomError(ErrorClass::kInput, name + " is missing in an item of Segment Sequence (0062,0002)");
}

Segment read_segment(DcmItem& item) {
  Segment segment;
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

void write_segment_sequence(DcmItem& dataset, const std::vector<Segment>& segments, const Algorithm& algorithm) {
  int number = 0;
  for (const Segment& segment : segments)
    write_segment(add_item(dataset, DCM_SegmentSequence), ++number, segment, algorithm);
}

std::vector<Segment> read_segment_sequence(DcmItem& dataset) {
  DcmSequenceOfItems* sequence = nullptr;
  if (dataset.findAndGetSequence(DCM_SegmentSequence, sequence).bad() || sequence->card() == 0)
    throw DicomError(ErrorClass::kInput, "Segment Sequence (0062,0002) is missing or empty");
  std::vector<Segment> segments;
  for (unsigned long i = 0; i < sequence->card(); ++i) {
    DcmItem& item = *sequence->getItem(i);
    Uint16 number = 0;
    // BINARY demands 1..N (PS3.3 C.8.20.2.4); the masks are found by this number.
    if (item.findAndGetUint16(DCM_SegmentNumber, number).bad() || number != i + 1)
      throw DicomError(ErrorClass::kInput, "Segment Number (0062,0004) does not count up from 1");
    segments.push_back(read_segment(item));
  }
  return segments;
}

}  // namespace sonolist::dicom
