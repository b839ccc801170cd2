// Concepts of the report that no coding scheme of DICOM has.
#pragma once

#include "dicom_sr/codes/concepts.h"

namespace sonolist::processor {

inline const dicom::Code kNumberOfParts{"PARTS", dicom::code::kPrivateScheme, "Number of separate parts"};
inline const dicom::Code kEstimatedDice{"ESTDICE", dicom::code::kPrivateScheme, "Estimated Dice coefficient"};
inline const dicom::Code kSpatialCalibration{"CALIBRATION", dicom::code::kPrivateScheme, "Spatial calibration"};
inline const dicom::Code kFrameSelection{"FRAMESELECTION", dicom::code::kPrivateScheme, "Frame selection"};
inline const dicom::Code kDistanceTarget{"DISTANCETO", dicom::code::kPrivateScheme, "Distance measured to"};
inline const dicom::Code kMeasurementNote{"NOTE", dicom::code::kPrivateScheme, "Note on the measurements"};

}  // namespace sonolist::processor
