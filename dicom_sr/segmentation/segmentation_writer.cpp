#include "dicom_sr/segmentation/segmentation_writer.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "dicom_sr/error.h"
#include "dicom_sr/modules/attributes.h"
#include "dicom_sr/modules/coding_schemes.h"
#include "dicom_sr/modules/result_modules.h"
#include "dicom_sr/segmentation/content_check.h"
#include "dicom_sr/segmentation/display_geometry.h"
#include "dicom_sr/segmentation/functional_groups.h"
#include "dicom_sr/segmentation/segment_sequence.h"

namespace sonolist::dicom {

namespace {

std::vector<const SegmentFrame*> in_stored_order(const std::vector<SegmentFrame>& frames) {
  std::vector<const SegmentFrame*> ordered;
  ordered.reserve(frames.size());
  for (const SegmentFrame& frame : frames) ordered.push_back(&frame);
  std::sort(ordered.begin(), ordered.end(), [](const SegmentFrame* a, const SegmentFrame* b) {
    return std::tie(a->segment_number, a->source_frame) < std::tie(b->segment_number, b->source_frame);
  });
  return ordered;
}

std::string content_description(const SegmentationContent& content) {
  const std::string network = content.algorithm.simulated ? "SIMULATED training, RESEARCH" : "RESEARCH";
  return content.geometry == Geometry::kViewer ? network + "; geometry for display only" : network;
}

// A mask derived from a lossy image is itself marked lossy (C.8.20.2), although its bits are not compressed.
void write_lossy_compression(DcmDataset& source, DcmItem& dataset) {
  const bool lossy =
      get_value(source, DCM_LossyImageCompression) == "01" || DcmXfer(source.getOriginalXfer()).isLossy();
  put_string(dataset, DCM_LossyImageCompression, lossy ? "01" : "00");
  if (!lossy) return;
  copy_attribute(source, dataset, DCM_LossyImageCompressionRatio);
  copy_attribute(source, dataset, DCM_LossyImageCompressionMethod);
}

void write_image_modules(const SourceImage& source, const SegmentationContent& content, DcmItem& dataset) {
  put_string(dataset, DCM_ImageType, "DERIVED\\PRIMARY");
  put_string(dataset, DCM_BurnedInAnnotation, "NO");
  // Type 2C: demanded, without a value, where no plane orientation stands in for it.
  if (content.geometry == Geometry::kStrict) put_empty(dataset, DCM_PatientOrientation);
  write_lossy_compression(source.dataset(), dataset);

  put_string(dataset, DCM_ContentLabel, "SONOLIST");
  put_string(dataset, DCM_ContentDescription, content_description(content));
  put_string(dataset, DCM_ContentCreatorName, "Sonolist^Processor");
  put_string(dataset, DCM_SegmentationType, "BINARY");
}

void write_referenced_series(const SourceImage& source, DcmItem& dataset) {
  DcmItem& series = add_item(dataset, DCM_ReferencedSeriesSequence);
  put_string(series, DCM_SeriesInstanceUID, source.series_instance_uid());
  DcmItem& instance = add_item(series, DCM_ReferencedInstanceSequence);
  put_string(instance, DCM_ReferencedSOPClassUID, source.sop_class_uid());
  put_string(instance, DCM_ReferencedSOPInstanceUID, source.sop_instance_uid());
}

void write_pixels(const SourceImage& source, const std::vector<const SegmentFrame*>& frames, DcmItem& dataset) {
  put_string(dataset, DCM_NumberOfFrames, std::to_string(frames.size()));
  put_uint16(dataset, DCM_Rows, static_cast<std::uint16_t>(source.rows()));
  put_uint16(dataset, DCM_Columns, static_cast<std::uint16_t>(source.cols()));
  put_uint16(dataset, DCM_SamplesPerPixel, 1);
  put_string(dataset, DCM_PhotometricInterpretation, "MONOCHROME2");
  put_uint16(dataset, DCM_BitsAllocated, 1);
  put_uint16(dataset, DCM_BitsStored, 1);
  put_uint16(dataset, DCM_HighBit, 0);
  put_uint16(dataset, DCM_PixelRepresentation, 0);

  std::vector<const std::vector<std::uint8_t>*> masks;
  masks.reserve(frames.size());
  for (const SegmentFrame* frame : frames) masks.push_back(&frame->mask);
  const std::vector<std::uint8_t> packed = pack_bits(masks);
  auto element = std::make_unique<DcmPixelData>(DCM_PixelData);
  element->setVR(EVR_OB);
  if (element->putUint8Array(packed.data(), static_cast<unsigned long>(packed.size())).bad())
    throw DicomError(ErrorClass::kInternal, "cannot write PixelData");
  put_element(dataset, std::move(element));
}

}  // namespace

std::unique_ptr<DcmDataset> make_segmentation(const SourceImage& source, const SegmentationContent& content) {
  const ResultIdentity identity{UID_SegmentationStorage,  "SEG",
                                content.sop_instance_uid, content.series_instance_uid,
                                content.series_number,    series_description(content.algorithm, "SEG"),
                                content.content_date,     content.content_time};
  require_segmentation_content(source, content);
  require_identity(identity);

  auto dataset = std::make_unique<DcmDataset>();
  write_result_modules(source.dataset(), *dataset, identity, content.algorithm);
  write_image_modules(source, content, *dataset);
  if (content.geometry == Geometry::kViewer) write_display_frame_of_reference(source, *dataset);
  write_segment_sequence(*dataset, content.segments, content.algorithm);
  write_referenced_series(source, *dataset);
  write_dimensions(source, content, *dataset);
  const auto frames = in_stored_order(content.frames);
  write_functional_groups(source, content, frames, *dataset);
  write_pixels(source, frames, *dataset);
  declare_private_coding_schemes(*dataset);
  return dataset;
}

}  // namespace sonolist::dicom
