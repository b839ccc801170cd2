#include "dicom_sr/segmentation/segmentation_writer.h"

#include <algorithm>
#include <set>

#include "dicom_sr/modules/attributes.h"
#include "dicom_sr/modules/coding_schemes.h"
#include "dicom_sr/modules/result_modules.h"
#include "dicom_sr/refusal.h"
#include "dicom_sr/segmentation/content_check.h"
#include "dicom_sr/segmentation/functional_groups.h"
#include "dicom_sr/segmentation/plane_macros.h"
#include "dicom_sr/segmentation/segment_sequence.h"
#include "dicom_sr/segmentation/segmentation_pixels.h"

namespace sonolist::dicom {

namespace {

constexpr std::uint16_t kMaximumFractionalValue = 255;  // what 8 bits hold

std::string content_description(const SourceImage& source, const SegmentationContent& content) {
  const std::string network = content.algorithm.simulated ? "SIMULATED training, RESEARCH" : "RESEARCH";
  return is_display_convention(source, content.geometry) ? network + "; geometry for display only" : network;
}

bool is_lossy(const SourceImage* source) {
  DcmDataset& dataset = source->dataset();
  return get_value(dataset, DCM_LossyImageCompression) == "01" || DcmXfer(dataset.getOriginalXfer()).isLossy();
}

// A mask derived from a lossy image is itself marked lossy (C.8.20.2), although its bits are not compressed.
void write_lossy_compression(const SourceImages& sources, DcmItem& dataset) {
  const auto lossy = std::find_if(sources.begin(), sources.end(), is_lossy);
  put_string(dataset, DCM_LossyImageCompression, lossy != sources.end() ? "01" : "00");
  if (lossy == sources.end()) return;
  copy_attribute((*lossy)->dataset(), dataset, DCM_LossyImageCompressionRatio);
  copy_attribute((*lossy)->dataset(), dataset, DCM_LossyImageCompressionMethod);
}

void write_segmentation_type(SegmentationType type, DcmItem& dataset) {
  put_string(dataset, DCM_SegmentationType, segmentation_type_name(type));
  if (type == SegmentationType::kFractional) {
    put_string(dataset, DCM_SegmentationFractionalType, "PROBABILITY");
    put_uint16(dataset, DCM_MaximumFractionalValue, kMaximumFractionalValue);
  } else if (type == SegmentationType::kLabelMap) {
    put_string(dataset, DCM_SegmentsOverlap, "NO");
  }
}

void write_image_modules(const SourceImages& sources, const SegmentationContent& content, DcmItem& dataset) {
  const SourceImage& first = *sources.front();
  put_string(dataset, DCM_ImageType, "DERIVED\\PRIMARY");
  put_string(dataset, DCM_BurnedInAnnotation, "NO");
  // Type 2C: demanded, without a value, where no Plane Orientation (Patient) stands in for it.
  const bool oriented =
      first.kind() == SourceKind::kMagneticResonance || is_display_convention(first, content.geometry);
  if (!oriented) put_empty(dataset, DCM_PatientOrientation);
  write_lossy_compression(sources, dataset);

  put_string(dataset, DCM_ContentLabel, "SONOLIST");
  put_string(dataset, DCM_ContentDescription, content_description(first, content));
  put_string(dataset, DCM_ContentCreatorName, "Sonolist^Processor");
  write_segmentation_type(content.type, dataset);
}

// Only images that a frame refers to, in the order of the sources.
void write_referenced_series(const SourceImages& sources, const std::vector<StoredFrame>& frames, DcmItem& dataset) {
  std::set<int> referenced;
  for (const StoredFrame& frame : frames) referenced.insert(frame.source_image);
  DcmItem& series = add_item(dataset, DCM_ReferencedSeriesSequence);
  put_string(series, DCM_SeriesInstanceUID, sources.front()->series_instance_uid());
  for (const int index : referenced) {
    const SourceImage& source = *sources[static_cast<std::size_t>(index)];
    DcmItem& instance = add_item(series, DCM_ReferencedInstanceSequence);
    put_string(instance, DCM_ReferencedSOPClassUID, source.sop_class_uid());
    put_string(instance, DCM_ReferencedSOPInstanceUID, source.sop_instance_uid());
  }
}

FrameLayout checked_layout(const SourceImages& sources, const SegmentationContent& content) {
  require_segmentation_content(sources, content);
  FrameLayout layout = lay_out_frames(sources, content);
  if (layout.frames.empty()) refuse_internal("frames has no pixel of any segment: a label map would have no frame");
  return layout;
}

}  // namespace

std::unique_ptr<DcmDataset> make_segmentation(const SourceImages& sources, const SegmentationContent& content) {
  const FrameLayout layout = checked_layout(sources, content);
  const ResultIdentity identity{segmentation_sop_class(content.type),
                                "SEG",
                                content.sop_instance_uid,
                                content.series_instance_uid,
                                content.series_number,
                                series_description(content.algorithm, "SEG"),
                                content.content_date,
                                content.content_time};
  require_identity(identity);

  const SourceImage& first = *sources.front();
  const PlaneMacros planes(sources, content.geometry);
  auto dataset = std::make_unique<DcmDataset>();
  write_result_modules(first.dataset(), *dataset, identity, content.algorithm);
  write_image_modules(sources, content, *dataset);
  planes.write_frame_of_reference(*dataset);
  write_segment_sequence(*dataset, content);
  write_referenced_series(sources, layout.frames, *dataset);
  write_dimensions(layout.dimensions, content, *dataset);
  write_functional_groups(sources, layout.frames, planes, *dataset);
  write_segmentation_pixels(first, content, layout.frames, *dataset);
  declare_private_coding_schemes(*dataset);
  return dataset;
}

std::unique_ptr<DcmDataset> make_segmentation(const SourceImage& source, const SegmentationContent& content) {
  return make_segmentation(SourceImages{&source}, content);
}

std::vector<int> stored_frame_numbers(const SourceImages& sources, const SegmentationContent& content) {
  std::vector<int> numbers(content.frames.size(), 0);
  int number = 0;
  const FrameLayout layout = checked_layout(sources, content);
  for (const StoredFrame& frame : layout.frames) {
    ++number;
    for (const std::size_t i : frame.content) numbers[i] = number;
  }
  return numbers;
}

}  // namespace sonolist::dicom
