// One structure on one frame as TID 1410 "Planar ROI Measurements and Qualitative Evaluations".
#pragma once

#include <string>

#include "dicom_sr/report/report_writer.h"
#include "dicom_sr/report/tree_builder.h"

namespace sonolist::dicom {

// The group refers to its frame of the SEG `segmentation_uid`. Its contour stands below the first NUM (INFERRED FROM),
// because TID 1410 allows either a segmentation frame or coordinates in the group, and OHIF opens no group without
// coordinates.
void append_measurement_group(TreeBuilder& tree, const SourceImage& source, const std::string& segmentation_uid,
                              const Algorithm& algorithm, const MeasurementGroup& group);

}  // namespace sonolist::dicom
