#include "dicom_sr/tools/inspection.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>

#include <algorithm>

#include "dicom_sr/error.h"
#include "dicom_sr/modules/attributes.h"
#include "dicom_sr/modules/utf8_conversion.h"
#include "dicom_sr/report/measurement_report.h"
#include "dicom_sr/segmentation/segmentation_reader.h"
#include "dicom_sr/tools/report_inspection.h"

namespace sonolist::dicom {
namespace {

using nlohmann::json;

json header(DcmDataset& dataset) {
  const Utf8Reader texts(dataset);
  return {{"sop_instance_uid", get_value(dataset, DCM_SOPInstanceUID)},
          {"series_instance_uid", get_value(dataset, DCM_SeriesInstanceUID)},
          {"study_instance_uid", get_value(dataset, DCM_StudyInstanceUID)},
          {"series_description", texts.text(dataset, DCM_SeriesDescription)},
          {"manufacturer", texts.text(dataset, DCM_Manufacturer)},
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
    if (frame.source_image != kUnknownSource) frames.back()["source_image"] = frame.source_image;
    total += pixels;
  }
  json found{{"number", segment.number},
             {"label", segment.label},
             {"type", code_json(segment.type)},
             {"tracking_id", segment.tracking_id},
             {"tracking_uid", segment.tracking_uid},
             {"colour_rgb", segment.colour_rgb},
             {"frames", frames},
             {"pixels", total}};
  if (segment.laterality) found["laterality"] = code_json(*segment.laterality);
  return found;
}

json inspect_segmentation(DcmDataset& dataset) {
  const ReadSegmentation segmentation = read_segmentation(dataset);
  json inspection = header(dataset);
  inspection["kind"] = "SEG";
  inspection["content_description"] = get_value(dataset, DCM_ContentDescription);
  inspection["segmentation_type"] = segmentation_type_name(segmentation.type);
  if (segmentation.type == SegmentationType::kFractional) {
    inspection["fractional_type"] = segmentation.fractional_type;
    inspection["maximum_fractional_value"] = segmentation.maximum_fractional_value;
  }
  inspection["images"] = json::array();
  for (const ReferencedImage& image : segmentation.images) inspection["images"].push_back(image.sop_instance_uid);
  inspection["source_sop_instance_uid"] = segmentation.source_sop_instance_uid;
  inspection["rows"] = segmentation.rows;
  inspection["cols"] = segmentation.cols;
  inspection["frame_of_reference"] = dataset.tagExists(DCM_FrameOfReferenceUID);
  inspection["segments"] = json::array();
  for (const ReadSegment& segment : segmentation.segments)
    inspection["segments"].push_back(segment_json(segmentation, segment));
  return inspection;
}

}  // namespace

json inspect(DcmDataset& dataset) {
  const std::string modality = get_value(dataset, DCM_Modality);
  if (modality == "SR") {
    const MeasurementReport report = read_measurement_report(dataset);
    json inspection = header(dataset);
    inspection.update(inspect_report(report));
    return inspection;
  }
  // Another vendor's segmentation may be in any character set; what cannot be converted is shown as it is.
  dataset.convertToUTF8();
  if (modality == "SEG") return inspect_segmentation(dataset);
  throw DicomError(ErrorClass::kInput, "Modality (0008,0060) is " + (modality.empty() ? "missing" : modality) +
                                           ": only SEG and SR objects are inspected, see \"tags\" for the rest");
}

}  // namespace sonolist::dicom
