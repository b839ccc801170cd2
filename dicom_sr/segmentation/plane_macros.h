// Frame of Reference and plane macros of a SEG: the source's own, or for ultrasound, which has none, a display
// convention or nothing (Geometry).
#pragma once

#include "dicom_sr/segmentation/segmentation_writer.h"

class DcmItem;

namespace sonolist::dicom {

// True where the geometry that is written is a display convention: ultrasound with kViewer. PS3.3 table A.51-2 allows
// plane macros beside Derivation Image only with a Frame of Reference, and OHIF 3.13.2 draws a segmentation only with
// them.
bool is_display_convention(const SourceImage& source, Geometry geometry);

class PlaneMacros {
 public:
  // Borrows the sources.
  PlaneMacros(const SourceImages& sources, Geometry geometry);

  // MR and volumes: the source's Frame of Reference. The display convention: a UID derived from the first source.
  void write_frame_of_reference(DcmItem& dataset) const;

  // Macros that all frames share. MR: Pixel Measures (Pixel Spacing, Slice Thickness, Spacing Between Slices) and Plane
  // Orientation, where all sources agree. Volumes: whatever of the plane macros the source shares. The display
  // convention: Plane Orientation 1\0\0\0\1\0, spacing of the calibration, or 1 mm without one.
  void write_shared(DcmItem& shared_groups) const;

  // The rest, for one frame: Plane Position, and what the sources do not agree in. The display convention puts every
  // frame at 0\0\0: frames of a cine lie in one plane, a fake stack would be a fake volume.
  void write_frame(int source_image, int source_frame, DcmItem& frame_groups) const;

 private:
  const SourceImages& sources_;
  Geometry geometry_;
  bool same_measures_ = false;
  bool same_orientation_ = false;
};

}  // namespace sonolist::dicom
