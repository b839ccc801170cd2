#include "dicom_sr/segmentation/plane_macros.h"

#include <algorithm>

#include "dicom_sr/modules/attributes.h"
#include "dicom_sr/modules/decimal_string.h"
#include "dicom_sr/modules/functional_group.h"
#include "dicom_sr/uid/deterministic_uid.h"

namespace sonolist::dicom {

namespace {

const DcmTagKey kPlaneMacros[] = {DCM_PixelMeasuresSequence, DCM_PlanePositionSequence, DCM_PlaneOrientationSequence,
                                  DCM_PlanePositionVolumeSequence, DCM_PlaneOrientationVolumeSequence};

struct Measures {
  std::string spacing, thickness, distance;  // distance: Spacing Between Slices
};

bool operator==(const Measures& a, const Measures& b) {
  return a.spacing == b.spacing && a.thickness == b.thickness && a.distance == b.distance;
}

// Numbers are taken over as they are written, so that they are the source's to the last digit.
Measures patient_measures(const SourceImage& source) {
  DcmItem& dataset = source.dataset();
  return {get_values(dataset, DCM_PixelSpacing), get_value(dataset, DCM_SliceThickness),
          get_value(dataset, DCM_SpacingBetweenSlices)};
}

Measures display_measures(const SourceImage& source) {
  const Calibration calibration = source.calibration_for(source.analysis_box()).value_or(Calibration{1.0, 1.0, ""});
  return {decimal_string("row spacing", calibration.mm_per_row) + "\\" +
              decimal_string("column spacing", calibration.mm_per_col),
          "1", ""};
}

Measures measures_of(const SourceImage& source) {
  return source.kind() == SourceKind::kMagneticResonance ? patient_measures(source) : display_measures(source);
}

std::string orientation_of(const SourceImage& source) {
  return source.kind() == SourceKind::kMagneticResonance ? get_values(source.dataset(), DCM_ImageOrientationPatient)
                                                         : "1\\0\\0\\0\\1\\0";
}

std::string position_of(const SourceImage& source) {
  return source.kind() == SourceKind::kMagneticResonance ? get_values(source.dataset(), DCM_ImagePositionPatient)
                                                         : "0\\0\\0";
}

template <typename Property>
bool all_agree(const SourceImages& sources, Property property) {
  const auto first = property(*sources.front());
  return std::all_of(sources.begin(), sources.end(),
                     [&](const SourceImage* source) { return property(*source) == first; });
}

void write_measures(const Measures& measures, DcmItem& groups) {
  DcmItem& item = add_item(groups, DCM_PixelMeasuresSequence);
  put_string(item, DCM_PixelSpacing, measures.spacing);
  // Both may be absent where the source does not know them (type 1C and 3 of the macro, type 2 and 3 of MR).
  if (!measures.thickness.empty()) put_string(item, DCM_SliceThickness, measures.thickness);
  if (!measures.distance.empty()) put_string(item, DCM_SpacingBetweenSlices, measures.distance);
}

void write_orientation(const std::string& orientation, DcmItem& groups) {
  put_string(add_item(groups, DCM_PlaneOrientationSequence), DCM_ImageOrientationPatient, orientation);
}

void copy_plane_macros(DcmItem* from, DcmItem& to) {
  if (from == nullptr) return;
  for (const DcmTagKey& tag : kPlaneMacros) copy_attribute(*from, to, tag);
}

bool states_planes(const SourceImage& source, Geometry geometry) {
  return source.kind() != SourceKind::kUltrasound || geometry == Geometry::kViewer;
}

}  // namespace

bool is_display_convention(const SourceImage& source, Geometry geometry) {
  return source.kind() == SourceKind::kUltrasound && geometry == Geometry::kViewer;
}

PlaneMacros::PlaneMacros(const SourceImages& sources, Geometry geometry) : sources_(sources), geometry_(geometry) {
  if (!states_planes(*sources.front(), geometry) || sources.front()->kind() == SourceKind::kUltrasoundVolume) return;
  same_measures_ = all_agree(sources, measures_of);
  same_orientation_ = all_agree(sources, orientation_of);
}

void PlaneMacros::write_frame_of_reference(DcmItem& dataset) const {
  const SourceImage& first = *sources_.front();
  if (first.kind() != SourceKind::kUltrasound) {
    copy_attribute(first.dataset(), dataset, DCM_FrameOfReferenceUID);
    if (!copy_attribute(first.dataset(), dataset, DCM_PositionReferenceIndicator))
      put_empty(dataset, DCM_PositionReferenceIndicator);
  } else if (is_display_convention(first, geometry_)) {
    put_string(dataset, DCM_FrameOfReferenceUID, deterministic_uid("frame of reference|" + first.sop_instance_uid()));
    put_empty(dataset, DCM_PositionReferenceIndicator);
  }
}

void PlaneMacros::write_shared(DcmItem& shared_groups) const {
  const SourceImage& first = *sources_.front();
  if (same_measures_) write_measures(measures_of(first), shared_groups);
  if (same_orientation_) write_orientation(orientation_of(first), shared_groups);
  if (first.kind() == SourceKind::kUltrasoundVolume && sources_.size() == 1)
    copy_plane_macros(shared_groups_of(first.dataset()), shared_groups);
}

void PlaneMacros::write_frame(int source_image, int source_frame, DcmItem& frame_groups) const {
  const SourceImage& source = *sources_[static_cast<std::size_t>(source_image)];
  if (!states_planes(source, geometry_)) return;
  if (source.kind() == SourceKind::kUltrasoundVolume) {
    // What one volume shares need not be what another one shares.
    if (sources_.size() > 1) copy_plane_macros(shared_groups_of(source.dataset()), frame_groups);
    DcmSequenceOfItems& items = frame_groups_of(source.dataset(), source.frames());
    copy_plane_macros(items.getItem(static_cast<unsigned long>(source_frame)), frame_groups);
    return;
  }
  if (!same_measures_) write_measures(measures_of(source), frame_groups);
  if (!same_orientation_) write_orientation(orientation_of(source), frame_groups);
  put_string(add_item(frame_groups, DCM_PlanePositionSequence), DCM_ImagePositionPatient, position_of(source));
}

}  // namespace sonolist::dicom
