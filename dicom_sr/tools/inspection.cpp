#include "dicom_sr/tools/inspection.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>

#include <algorithm>

#include "dicom_sr/error.h"
#include "dicom_sr/modules/attributes.h"
#include "dicom_sr/report/content_tree.h"
#include "dicom_sr/report/report_codes.h"
#include "dicom_sr/segmentation/segmentation_reader.h"

namespace sonolist::dicom {
namespace {

using nlohmann::json;

json code_json(const Code& code) {
  return {{"value", code.value}, {"scheme", code.scheme}, {"meaning", code.meaning}};
}

json header(DcmDataset& dataset) {
  return {{"sop_instance_uid", get_value(dataset, DCM_SOPInstanceUID)},
          {"series_instance_uid", get_value(dataset, DCM_SeriesInstanceUID)},
          {"study_instance_uid", get_value(dataset, DCM_StudyInstanceUID)},
          {"series_description", get_value(dataset, DCM_SeriesDescription)},
          {"manufacturer", get_value(dataset, DCM_Manufacturer)},
          {"qualification", get_value(dataset, DCM_ContentQualification)},
          {"content_date", get_value(dataset, DCM_ContentDate)},
          {"content_time", get_value(dataset, DCM_ContentTime)}};
}

json segment_json(const ReadSegmentation& segmentation, const ReadSegment& segment) {
  json frames = json::array();
  std::size_t total = 0;
  for (const SegmentFrame& frame : segmentation.frames) {
    if (frame.segment_number != segment.number) continue;
    const auto pixels =
        frame.mask.size() - static_cast<std::size_t>(std::count(frame.mask.begin(), frame.mask.end(), 0));
    frames.push_back({{"source_frame", frame.source_frame}, {"pixels", pixels}});
    total += pixels;
  }
  return {{"number", segment.number},
          {"label", segment.label},
          {"type", code_json(segment.type)},
          {"tracking_id", segment.tracking_id},
          {"tracking_uid", segment.tracking_uid},
          {"colour_rgb", segment.colour_rgb},
          {"frames", frames},
          {"pixels", total}};
}

json inspect_segmentation(DcmDataset& dataset) {
  const ReadSegmentation segmentation = read_segmentation(dataset);
  json inspection = header(dataset);
  inspection["kind"] = "SEG";
  inspection["content_description"] = get_value(dataset, DCM_ContentDescription);
  inspection["source_sop_instance_uid"] = segmentation.source_sop_instance_uid;
  inspection["rows"] = segmentation.rows;
  inspection["cols"] = segmentation.cols;
  inspection["frame_of_reference"] = dataset.tagExists(DCM_FrameOfReferenceUID);
  inspection["segments"] = json::array();
  for (const ReadSegment& segment : segmentation.segments)
    inspection["segments"].push_back(segment_json(segmentation, segment));
  return inspection;
}

json measurement_json(const ContentItem& item) {
  json measurement{{"concept", code_json(item.concept.value_or(Code{}))}};
  if (item.number) measurement["value"] = *item.number;
  if (item.unit) measurement["unit"] = code_json(*item.unit);
  if (item.qualifier) measurement["qualifier"] = code_json(*item.qualifier);
  const ContentItem* derivation = find_child(item, code::kDerivation);
  if (derivation != nullptr && derivation->code) measurement["derivation"] = code_json(*derivation->code);
  const ContentItem* contour = find_child(item, code::kImageRegion);
  if (contour != nullptr) measurement["contour_points"] = contour->coordinates.size() / 2;
  return measurement;
}

json group_json(const ContentItem& group) {
  json found{{"measurements", json::array()}};
  if (const auto* item = find_child(group, code::kTrackingIdentifier)) found["tracking_id"] = item->text;
  if (const auto* item = find_child(group, code::kTrackingUniqueIdentifier)) found["tracking_uid"] = item->text;
  if (const auto* item = find_child(group, code::kFinding); item != nullptr && item->code)
    found["finding"] = code_json(*item->code);
  if (const auto* item = find_child(group, code::kReferencedSegmentationFrame); item != nullptr && item->frame)
    found["segmentation_frame"] = *item->frame;
  if (const auto* item = find_child(group, code::kSourceImageForSegmentation))
    found["source_frame"] = item->frame.value_or(1) - 1;
  for (const ContentItem& item : group.children) {
    if (item.value_type == "NUM") found["measurements"].push_back(measurement_json(item));
  }
  return found;
}

json evaluation_json(const ContentItem& item) {
  return {{"concept", code_json(item.concept.value_or(Code{}))}, {"text", item.code ? item.code->meaning : item.text}};
}

json inspect_report(DcmDataset& dataset) {
  const ContentItem root = read_content_tree(dataset);
  json inspection = header(dataset);
  inspection["kind"] = "SR";
  inspection["title"] = code_json(root.concept.value_or(Code{}));
  inspection["groups"] = json::array();
  inspection["evaluations"] = json::array();
  if (const ContentItem* measurements = find_child(root, code::kImagingMeasurements)) {
    for (const ContentItem& group : measurements->children) inspection["groups"].push_back(group_json(group));
  }
  if (const ContentItem* evaluations = find_child(root, code::kQualitativeEvaluations)) {
    for (const ContentItem& item : evaluations->children) inspection["evaluations"].push_back(evaluation_json(item));
  }
  return inspection;
}

}  // namespace

json inspect(DcmDataset& dataset) {
  // Another vendor's report may be in any character set; what cannot be converted is shown as it is.
  dataset.convertToUTF8();
  const std::string modality = get_value(dataset, DCM_Modality);
  if (modality == "SEG") return inspect_segmentation(dataset);
  if (modality == "SR") return inspect_report(dataset);
  throw DicomError(ErrorClass::kInput, "Modality (0008,0060) is " + (modality.empty() ? "missing" : modality) +
                                           ": only SEG and SR objects are inspected, see \"tags\" for the rest");
}

}  // namespace sonolist::dicom
