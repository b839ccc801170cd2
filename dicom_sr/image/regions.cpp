#include "dicom_sr/image/regions.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcdeftag.h>
#include <dcmtk/dcmdata/dcitem.h>
#include <dcmtk/dcmdata/dcsequen.h>

#include <algorithm>

namespace sonolist::dicom {
namespace {

constexpr int kSpatialFormat2d = 1;
constexpr int kDataTypeTissue = 1;
constexpr int kDataTypeColourFlow = 2;
constexpr int kSmallestAnalysisSide = 8;

int unsigned_short(DcmItem& item, const DcmTagKey& tag) {
  Uint16 value = 0;
  item.findAndGetUint16(tag, value);
  return value;
}

std::int64_t unsigned_long(DcmItem& item, const DcmTagKey& tag) {
  Uint32 value = 0;
  item.findAndGetUint32(tag, value);
  return value;
}

double real(DcmItem& item, const DcmTagKey& tag) {
  Float64 value = 0.0;
  item.findAndGetFloat64(tag, value);
  return value;
}

std::optional<int> optional_long(DcmItem& item, const DcmTagKey& tag) {
  Sint32 value = 0;
  if (item.findAndGetSint32(tag, value).bad()) return std::nullopt;
  return value;
}

// One axis: recorded first and last pixel to half-open, inside [0, size). Returns whether pixels were cut off.
bool clip(std::int64_t first, std::int64_t last, int size, int& begin, int& end) {
  const std::int64_t beyond = last + 1;
  begin = static_cast<int>(std::min<std::int64_t>(first, size));
  end = static_cast<int>(std::clamp<std::int64_t>(beyond, begin, size));
  return beyond > std::int64_t{size} + 1;
}

UltrasoundRegion read_region(DcmItem& item, int rows, int cols) {
  UltrasoundRegion region;
  region.spatial_format = unsigned_short(item, DCM_RegionSpatialFormat);
  region.data_type = unsigned_short(item, DCM_RegionDataType);
  const bool cut_x = clip(unsigned_long(item, DCM_RegionLocationMinX0), unsigned_long(item, DCM_RegionLocationMaxX1),
                          cols, region.box.col_begin, region.box.col_end);
  const bool cut_y = clip(unsigned_long(item, DCM_RegionLocationMinY0), unsigned_long(item, DCM_RegionLocationMaxY1),
                          rows, region.box.row_begin, region.box.row_end);
  region.box_was_clipped = cut_x || cut_y;
  if (is_empty(region.box)) region.box = PixelBox{};
  region.units_x = unsigned_short(item, DCM_PhysicalUnitsXDirection);
  region.units_y = unsigned_short(item, DCM_PhysicalUnitsYDirection);
  region.delta_x = real(item, DCM_PhysicalDeltaX);
  region.delta_y = real(item, DCM_PhysicalDeltaY);
  region.reference_pixel_x0 = optional_long(item, DCM_ReferencePixelX0);
  region.reference_pixel_y0 = optional_long(item, DCM_ReferencePixelY0);
  return region;
}

std::int64_t area(const PixelBox& box) {
  return std::int64_t{box.rows()} * box.cols();
}

}  // namespace

std::vector<UltrasoundRegion> read_regions(DcmItem& dataset, int rows, int cols) {
  std::vector<UltrasoundRegion> regions;
  DcmSequenceOfItems* sequence = nullptr;
  if (dataset.findAndGetSequence(DCM_SequenceOfUltrasoundRegions, sequence).bad()) return regions;
  for (unsigned long i = 0; i < sequence->card(); ++i) {
    regions.push_back(read_region(*sequence->getItem(i), rows, cols));
  }
  return regions;
}

bool is_image_region(const UltrasoundRegion& region) {
  return region.spatial_format == kSpatialFormat2d &&
         (region.data_type == kDataTypeTissue || region.data_type == kDataTypeColourFlow) && !region.box_was_clipped &&
         !is_empty(region.box);
}

PixelBox choose_analysis_box(const std::vector<UltrasoundRegion>& regions, int rows, int cols) {
  PixelBox chosen{0, 0, 0, 0};
  for (const UltrasoundRegion& region : regions) {
    const bool large_enough = std::min(region.box.rows(), region.box.cols()) >= kSmallestAnalysisSide;
    if (is_image_region(region) && large_enough && area(region.box) > area(chosen)) chosen = region.box;
  }
  return is_empty(chosen) ? PixelBox{0, 0, rows, cols} : chosen;
}

bool is_empty(const PixelBox& box) {
  return box.rows() <= 0 || box.cols() <= 0;
}

bool contains(const PixelBox& outer, const PixelBox& inner) {
  return !is_empty(inner) && outer.row_begin <= inner.row_begin && outer.col_begin <= inner.col_begin &&
         inner.row_end <= outer.row_end && inner.col_end <= outer.col_end;
}

bool overlap(const PixelBox& a, const PixelBox& b) {
  return !is_empty(a) && !is_empty(b) && a.row_begin < b.row_end && b.row_begin < a.row_end &&
         a.col_begin < b.col_end && b.col_begin < a.col_end;
}

}  // namespace sonolist::dicom
