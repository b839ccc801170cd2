// Sources that state where their planes lie: slices of an MR series and an Enhanced US Volume.
#pragma once

#include <memory>
#include <vector>

#include "dicom_sr/image/source_images.h"

class DcmDataset;

namespace sonolist::dicom::test {

inline constexpr int kPlaneRows = 9;
inline constexpr int kPlaneCols = 13;  // 117 pixels: no multiple of 8

// Sagittal slice `index` of a series, 4.4 mm apart along -x, 16 bit with rescale and window: pixel i holds i. Spacing
// 0.6 mm between rows, 0.5 between columns.
std::unique_ptr<DcmDataset> mr_dataset(int index = 0);

// `positions` planes 0.3 mm apart, each at `times` times, stored time by time; spacing 0.2 mm, orientation shared.
std::unique_ptr<DcmDataset> volume_dataset(int positions = 3, int times = 1);

SourceImage as_source(DcmDataset& dataset);

// Slices in this order, and what SourceImages borrows.
struct Series {
  std::vector<SourceImage> images;
  SourceImages sources() const;
};
Series mr_series(const std::vector<int>& slices);

}  // namespace sonolist::dicom::test
