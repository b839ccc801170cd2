// Planes and spacing that an image states itself: MR Image (PS3.3 C.7.6.2) and Enhanced US Volume (C.8.24.2, C.8.24.6).
#pragma once

#include <vector>

#include "dicom_sr/image/calibration.h"
#include "dicom_sr/image/source_image.h"

class DcmItem;

namespace sonolist::dicom {

struct FrameGeometry {
  std::vector<FramePlane> planes;  // one for each frame; none for kUltrasound
  // Of all frames; nothing when frames of a volume differ. For kUltrasound: whatever Pixel Spacing the object has.
  std::optional<PixelSpacing> spacing;
};

// Throws DicomError(kInput) naming the attribute that MR and volumes lack or whose numbers are no geometry: directions
// that are not perpendicular unit vectors, a spacing that is not positive.
FrameGeometry read_frame_geometry(DcmItem& dataset, SourceKind kind, int frames);

// Distance of a plane along the normal of `reference`, in mm; what slices of one orientation are ordered by. Pure.
double distance_along_normal(const FramePlane& plane, const FramePlane& reference);

}  // namespace sonolist::dicom
