#include "dicom_sr/image/frame_planes.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>

#include <cmath>
#include <string>

#include "dicom_sr/modules/functional_group.h"
#include "dicom_sr/refusal.h"

namespace sonolist::dicom {
namespace {

using Vector = std::array<double, 3>;

// Writers round direction cosines to a few decimals.
constexpr double kDirectionTolerance = 1e-3;

struct PlaneTags {
  DcmTagKey position, orientation;
  const char* position_name;
  const char* orientation_name;
};

const PlaneTags kPatient{DCM_ImagePositionPatient, DCM_ImageOrientationPatient, "Image Position (Patient) (0020,0032)",
                         "Image Orientation (Patient) (0020,0037)"};
const PlaneTags kVolume{DCM_ImagePositionVolume, DCM_ImageOrientationVolume, "Image Position (Volume) (0020,9301)",
                        "Image Orientation (Volume) (0020,9302)"};

double dot(const double* a, const double* b) {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

Vector normal_of(const FramePlane& plane) {
  const double* row = plane.orientation.data();
  const double* col = row + 3;
  return {row[1] * col[2] - row[2] * col[1], row[2] * col[0] - row[0] * col[2], row[0] * col[1] - row[1] * col[0]};
}

template <std::size_t count>
std::array<double, count> required_numbers(DcmItem* item, const DcmTagKey& tag, const char* name) {
  std::array<double, count> numbers{};
  for (unsigned long i = 0; i < count; ++i) {
    if (item == nullptr || item->findAndGetFloat64(tag, numbers[i], i).bad() || !std::isfinite(numbers[i]))
      refuse_input(std::string(name) + " is missing or not a number");
  }
  return numbers;
}

void require_directions(const FramePlane& plane, const char* name) {
  const double* row = plane.orientation.data();
  const double* col = row + 3;
  const bool perpendicular_units = std::abs(dot(row, row) - 1.0) < kDirectionTolerance &&
                                   std::abs(dot(col, col) - 1.0) < kDirectionTolerance &&
                                   std::abs(dot(row, col)) < kDirectionTolerance;
  if (!perpendicular_units) refuse_input(std::string(name) + " does not hold two perpendicular directions");
}

FramePlane read_plane(DcmItem* position, DcmItem* orientation, const PlaneTags& tags) {
  FramePlane plane;
  plane.position = required_numbers<3>(position, tags.position, tags.position_name);
  plane.orientation = required_numbers<6>(orientation, tags.orientation, tags.orientation_name);
  require_directions(plane, tags.orientation_name);
  return plane;
}

std::optional<PixelSpacing> optional_spacing(DcmItem& item) {
  PixelSpacing spacing;
  if (item.findAndGetFloat64(DCM_PixelSpacing, spacing.between_rows, 0).bad() ||
      item.findAndGetFloat64(DCM_PixelSpacing, spacing.between_cols, 1).bad())
    return std::nullopt;
  return spacing;
}

PixelSpacing required_spacing(DcmItem* item) {
  const auto numbers = required_numbers<2>(item, DCM_PixelSpacing, "Pixel Spacing (0028,0030)");
  if (numbers[0] <= 0.0 || numbers[1] <= 0.0) refuse_input("Pixel Spacing (0028,0030) is not positive");
  return {numbers[0], numbers[1]};
}

void require_frame_of_reference(DcmItem& dataset) {
  OFString uid;
  dataset.findAndGetOFString(DCM_FrameOfReferenceUID, uid);
  if (uid.empty()) refuse_input("Frame of Reference UID (0020,0052) is missing");
}

FrameGeometry read_volume(DcmItem& dataset, int frames) {
  DcmItem* shared = shared_groups_of(dataset);
  DcmSequenceOfItems& items = frame_groups_of(dataset, frames);
  FrameGeometry geometry;
  for (unsigned long i = 0; i < items.card(); ++i) {
    DcmItem* groups = items.getItem(i);
    geometry.planes.push_back(read_plane(find_in_groups(groups, shared, {DCM_PlanePositionVolumeSequence}),
                                         find_in_groups(groups, shared, {DCM_PlaneOrientationVolumeSequence}),
                                         kVolume));
    const PixelSpacing spacing = required_spacing(find_in_groups(groups, shared, {DCM_PixelMeasuresSequence}));
    const bool same = geometry.spacing && geometry.spacing->between_rows == spacing.between_rows &&
                      geometry.spacing->between_cols == spacing.between_cols;
    if (i == 0) {
      geometry.spacing = spacing;
    } else if (!same) {
      geometry.spacing.reset();
    }
  }
  return geometry;
}

}  // namespace

FrameGeometry read_frame_geometry(DcmItem& dataset, SourceKind kind, int frames) {
  if (kind == SourceKind::kUltrasound) return {{}, optional_spacing(dataset)};
  require_frame_of_reference(dataset);
  if (kind == SourceKind::kUltrasoundVolume) return read_volume(dataset, frames);
  return {{read_plane(&dataset, &dataset, kPatient)}, required_spacing(&dataset)};
}

double distance_along_normal(const FramePlane& plane, const FramePlane& reference) {
  const Vector normal = normal_of(reference);
  return dot(normal.data(), plane.position.data());
}

}  // namespace sonolist::dicom
