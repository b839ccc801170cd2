#include "dicom_sr/segmentation/functional_groups.h"

#include <string>

#include "dicom_sr/codes/concepts.h"
#include "dicom_sr/modules/attributes.h"
#include "dicom_sr/segmentation/plane_macros.h"
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

void write_dimension(DcmItem& dataset, const std::string& organization_uid, Dimension dimension) {
  switch (dimension) {
    case Dimension::kSegment:
      return write_dimension_index(dataset, organization_uid, DCM_ReferencedSegmentNumber,
                                   DCM_SegmentIdentificationSequence, "Segment Number");
    case Dimension::kTime:
      return write_dimension_index(dataset, organization_uid, DCM_TemporalPositionIndex, DCM_FrameContentSequence,
                                   "Temporal Position Index");
    case Dimension::kPatientPosition:
      return write_dimension_index(dataset, organization_uid, DCM_ImagePositionPatient, DCM_PlanePositionSequence,
                                   "Image Position (Patient)");
    case Dimension::kVolumePosition:
      return write_dimension_index(dataset, organization_uid, DCM_ImagePositionVolume, DCM_PlanePositionVolumeSequence,
                                   "Image Position (Volume)");
  }
}

void write_derivation(const SourceImage& source, int source_frame, DcmItem& groups) {
  DcmItem& derivation = add_item(groups, DCM_DerivationImageSequence);
  put_string(derivation, DCM_DerivationDescription, "Segmentation by a neural network");
  put_code(derivation, DCM_DerivationCodeSequence, code::kSegmentation);
  // Exactly one item and one frame number: OHIF reads only the first of each.
  DcmItem& image = add_item(derivation, DCM_SourceImageSequence);
  put_string(image, DCM_ReferencedSOPClassUID, source.sop_class_uid());
  put_string(image, DCM_ReferencedSOPInstanceUID, source.sop_instance_uid());
  if (source.is_multi_frame()) put_string(image, DCM_ReferencedFrameNumber, std::to_string(source_frame + 1));
  put_string(image, DCM_SpatialLocationsPreserved, "YES");
  put_code(image, DCM_PurposeOfReferenceCodeSequence, code::kSourceImageForProcessing);
}

}  // namespace

void write_dimensions(const std::vector<Dimension>& dimensions, const SegmentationContent& content, DcmItem& dataset) {
  const std::string organization_uid = deterministic_uid("dimension organization|" + content.sop_instance_uid);
  put_string(add_item(dataset, DCM_DimensionOrganizationSequence), DCM_DimensionOrganizationUID, organization_uid);
  for (const Dimension dimension : dimensions) write_dimension(dataset, organization_uid, dimension);
}

void write_functional_groups(const SourceImages& sources, const std::vector<StoredFrame>& frames,
                             const PlaneMacros& planes, DcmItem& dataset) {
  planes.write_shared(add_item(dataset, DCM_SharedFunctionalGroupsSequence));
  for (const StoredFrame& frame : frames) {
    DcmItem& groups = add_item(dataset, DCM_PerFrameFunctionalGroupsSequence);
    DcmItem& frame_content = add_item(groups, DCM_FrameContentSequence);
    if (frame.temporal_position != 0) put_uint32s(frame_content, DCM_TemporalPositionIndex, {frame.temporal_position});
    put_uint32s(frame_content, DCM_DimensionIndexValues, frame.indices);
    if (frame.segment_number != 0)
      put_uint16(add_item(groups, DCM_SegmentIdentificationSequence), DCM_ReferencedSegmentNumber,
                 static_cast<std::uint16_t>(frame.segment_number));
    write_derivation(*sources[static_cast<std::size_t>(frame.source_image)], frame.source_frame, groups);
    planes.write_frame(frame.source_image, frame.source_frame, groups);
  }
}

}  // namespace sonolist::dicom
