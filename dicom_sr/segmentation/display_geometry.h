// The geometry that a SEG of an ultrasound image may state although the image has none (Geometry::kViewer).
#pragma once

class DcmItem;

namespace sonolist::dicom {

class SourceImage;

// Frame of Reference with a UID derived from the source, and shared Pixel Measures and Plane Orientation 1\0\0\0\1\0.
// PS3.3 table A.51-2 allows plane macros beside Derivation Image only with a Frame of Reference, and OHIF 3.13.2 draws
// a segmentation only with them. Spacing is the source's calibration, or 1 mm where it has none.
void write_display_frame_of_reference(const SourceImage& source, DcmItem& dataset);
void write_display_planes(const SourceImage& source, DcmItem& shared_groups);

// Plane Position 0\0\0 for every frame: frames of a cine lie in one plane, a fake stack would be a fake volume.
void write_display_position(DcmItem& frame_groups);

}  // namespace sonolist::dicom
