// The rule that decides whether pixels may be turned into millimetres (PS3.3 C.8.5.5).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "dicom_sr/image/source_image.h"

namespace sonolist::dicom {

// Pixel Spacing (0028,0030) in millimetres; not an attribute of the ultrasound modules, yet some writers add it.
struct PixelSpacing {
  double between_rows = 0.0, between_cols = 0.0;
};

// Either a calibration or the reason, as a sentence, why there is none.
struct CalibrationAnswer {
  std::optional<Calibration> calibration;
  std::string refusal;
};

// Valid for everything inside `box`. A region counts when it is 2D tissue or colour flow, not clipped, in cm on both
// axes and of non-zero deltas. One such region must contain the box; every other 2D tissue or colour-flow region that
// touches the box must have the same deltas, since a structure may lie in either. Pixel Spacing is used only when there
// are no regions at all. Pure.
CalibrationAnswer calibrate(const std::vector<UltrasoundRegion>& regions,
                            const std::optional<PixelSpacing>& pixel_spacing, const PixelBox& box);

}  // namespace sonolist::dicom
