#include "dicom_sr/segmentation/functional_groups.h"

#include <map>
#include <string>

#include "dicom_sr/codes/concepts.h"
#include "dicom_sr/modules/attributes.h"
#include "dicom_sr/segmentation/display_geometry.h"
#include "dicom_sr/uid/deterministic_uid.h"

namespace sonolist::dicom {

namespace {

void write_dimension_index(DcmItem& dataset, const std::string& organization_uid, const DcmTagKey& index,
                           const DcmTagKey& group, const std::string& label) {
  DcmItem& item = add_item(dataset, DCM_DimensionIndexSequence);
  put_string(item, DCM_DimensionOrganizationUID, organization_uid);
  put_tag(item, DCM_DimensionIndexPointer, index);
  put_tag(item, DCM_FunctionalGroupPointer, group);
  put_string(item, DCM_DimensionDescriptionLabel, label);
}

// Index values are ordinals without gaps (C.7.6.17.2), also where only some frames of a cine are segmented.
std::map<int, std::uint32_t> ordinals_of_source_frames(const std::vector<const SegmentFrame*>& frames) {
  std::map<int, std::uint32_t> ordinals;
  for (const SegmentFrame* frame : frames) ordinals[frame->source_frame] = 0;
  std::uint32_t next = 0;
  for (auto& [source_frame, ordinal] : ordinals) ordinal = ++next;
  return ordinals;
}

void write_derivation(const SourceImage& source, const SegmentFrame& frame, DcmItem& groups) {
  DcmItem& derivation = add_item(groups, DCM_DerivationImageSequence);
  put_string(derivation, DCM_DerivationDescription, "Segmentation by a neural network");
  put_code(derivation, DCM_DerivationCodeSequence, code::kSegmentation);
  // Exactly one item and one frame number: OHIF reads only the first of each.
  DcmItem& image = add_item(derivation, DCM_SourceImageSequence);
  put_string(image, DCM_ReferencedSOPClassUID, source.sop_class_uid());
  put_string(image, DCM_ReferencedSOPInstanceUID, source.sop_instance_uid());
  if (source.is_multi_frame()) put_string(image, DCM_ReferencedFrameNumber, std::to_string(frame.source_frame + 1));
  put_string(image, DCM_SpatialLocationsPreserved, "YES");
  put_code(image, DCM_PurposeOfReferenceCodeSequence, code::kSourceImageForProcessing);
}

}  // namespace

void write_dimensions(const SourceImage& source, const SegmentationContent& content, DcmItem& dataset) {
  const std::string organization_uid = deterministic_uid("dimension organization|" + content.sop_instance_uid);
  put_string(add_item(dataset, DCM_DimensionOrganizationSequence), DCM_DimensionOrganizationUID, organization_uid);
  write_dimension_index(dataset, organization_uid, DCM_ReferencedSegmentNumber, DCM_SegmentIdentificationSequence,
                        "Segment Number");
  if (source.is_multi_frame())
    write_dimension_index(dataset, organization_uid, DCM_TemporalPositionIndex, DCM_FrameContentSequence,
                          "Temporal Position Index");
}

void write_functional_groups(const SourceImage& source, const SegmentationContent& content,
                             const std::vector<const SegmentFrame*>& frames, DcmItem& dataset) {
  const bool viewer = content.geometry == Geometry::kViewer;
  DcmItem& shared = add_item(dataset, DCM_SharedFunctionalGroupsSequence);
  if (viewer) write_display_planes(source, shared);

  const auto ordinals = ordinals_of_source_frames(frames);
  for (const SegmentFrame* frame : frames) {
    DcmItem& groups = add_item(dataset, DCM_PerFrameFunctionalGroupsSequence);
    std::vector<std::uint32_t> indices{static_cast<std::uint32_t>(frame->segment_number)};
    DcmItem& frame_content = add_item(groups, DCM_FrameContentSequence);
    if (source.is_multi_frame()) {
      put_uint32s(frame_content, DCM_TemporalPositionIndex, {static_cast<std::uint32_t>(frame->source_frame + 1)});
      indices.push_back(ordinals.at(frame->source_frame));
    }
    put_uint32s(frame_content, DCM_DimensionIndexValues, indices);
    put_uint16(add_item(groups, DCM_SegmentIdentificationSequence), DCM_ReferencedSegmentNumber,
               static_cast<std::uint16_t>(frame->segment_number));
    write_derivation(source, *frame, groups);
    if (viewer) write_display_position(groups);
  }
}

}  // namespace sonolist::dicom
