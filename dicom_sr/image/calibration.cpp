#include "dicom_sr/image/calibration.h"

#include <cmath>

#include "dicom_sr/image/regions.h"

namespace sonolist::dicom {
namespace {

constexpr int kUnitsCm = 3;
constexpr double kMillimetresPerCentimetre = 10.0;
// Deltas of one scan differ by the rounding of the writer at most.
constexpr double kEqualDeltas = 1e-6;

CalibrationAnswer not_calibrated(const std::string& reason) {
  return {std::nullopt, reason};
}

std::string item_name(std::size_t index) {
  return "item " + std::to_string(index + 1) + " of Sequence of Ultrasound Regions";
}

bool is_2d_tissue_or_flow(const UltrasoundRegion& region) {
  UltrasoundRegion unclipped = region;
  unclipped.box_was_clipped = false;
  return is_image_region(unclipped);
}

// A sign only tells the direction of the axis (PS3.3 C.8.5.5.1.17).
bool is_length(double delta) {
  return std::isfinite(delta) && delta != 0.0;
}

// Empty when the region gives millimetres.
std::string defect(const UltrasoundRegion& region) {
  if (region.box_was_clipped) return "reaches beyond the image, so that it belongs to another image size";
  if (region.units_x != kUnitsCm || region.units_y != kUnitsCm) return "is not in cm on both axes";
  if (!is_length(region.delta_x) || !is_length(region.delta_y)) return "has a Physical Delta of zero";
  return "";
}

bool nearly_equal(double a, double b) {
  return std::abs(std::abs(a) - std::abs(b)) <= kEqualDeltas * std::abs(a);
}

CalibrationAnswer from_pixel_spacing(const std::optional<PixelSpacing>& spacing) {
  if (!spacing) return not_calibrated("there is no Sequence of Ultrasound Regions");
  const bool positive = std::isfinite(spacing->between_rows) && std::isfinite(spacing->between_cols) &&
                        spacing->between_rows > 0.0 && spacing->between_cols > 0.0;
  if (!positive) return not_calibrated("there is no Sequence of Ultrasound Regions and Pixel Spacing is not positive");
  return {Calibration{spacing->between_cols, spacing->between_rows, "Pixel Spacing (0028,0030)"}, ""};
}

}  // namespace

CalibrationAnswer calibrate(const std::vector<UltrasoundRegion>& regions,
                            const std::optional<PixelSpacing>& pixel_spacing, const PixelBox& box) {
  if (is_empty(box)) return not_calibrated("the measured box is empty");
  if (regions.empty()) return from_pixel_spacing(pixel_spacing);

  std::optional<std::size_t> holder;
  bool touched = false;
  for (std::size_t i = 0; i < regions.size(); ++i) {
    const UltrasoundRegion& region = regions[i];
    if (!is_2d_tissue_or_flow(region) || !overlap(region.box, box)) continue;
    touched = true;
    if (const std::string reason = defect(region); !reason.empty()) return not_calibrated(item_name(i) + " " + reason);
    if (!holder && contains(region.box, box)) holder = i;
  }
  if (!touched) return not_calibrated("no 2D tissue or colour-flow region covers the measured box");
  if (!holder) return not_calibrated("the measured box is not inside one 2D tissue or colour-flow region");
  const UltrasoundRegion& region = regions[*holder];
  for (std::size_t i = 0; i < regions.size(); ++i) {
    if (!is_2d_tissue_or_flow(regions[i]) || !overlap(regions[i].box, box)) continue;
    if (!nearly_equal(region.delta_x, regions[i].delta_x) || !nearly_equal(region.delta_y, regions[i].delta_y)) {
      return not_calibrated(item_name(i) + " overlaps the measured box with other Physical Deltas");
    }
  }
  return {Calibration{kMillimetresPerCentimetre * std::abs(region.delta_x),
                      kMillimetresPerCentimetre * std::abs(region.delta_y),
                      "Sequence of Ultrasound Regions, item " + std::to_string(*holder + 1)},
          ""};
}

}  // namespace sonolist::dicom
