// One structure as TID 1410 "Planar ROI Measurements and Qualitative Evaluations" or TID 1411 "Volumetric ROI
// Measurements and Qualitative Evaluations".
#pragma once

#include <string>

#include "dicom_sr/report/report_writer.h"
#include "dicom_sr/report/tree_builder.h"

namespace sonolist::dicom {

// A planar group refers to its frame of `segmentation` (a SEG, by class and UID), a volumetric one to its segment. The
// contour stands below the first NUM (INFERRED FROM): the templates allow either a segmentation or coordinates in the
// group, and OHIF opens no group without coordinates.
void append_measurement_group(TreeBuilder& tree, const SourceImages& sources, const ImageReference& segmentation,
                              const Algorithm& algorithm, const MeasurementGroup& group);

// TID 4019 below the last item.
void append_algorithm(TreeBuilder& tree, const std::string& name, const std::string& version);

// Finding Site with its laterality; nothing without a site.
void append_finding_site(TreeBuilder& tree, const std::optional<Code>& site, const std::optional<Code>& laterality);

// A closed POLYLINE (INFERRED FROM) selected from `image`, below the last item.
void append_contour(TreeBuilder& tree, std::vector<std::pair<float, float>> points, const ImageReference& image);

}  // namespace sonolist::dicom
