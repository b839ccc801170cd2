#include "model/dataset/nifti_labels.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <fstream>
#include <iterator>
#include <memory>
#include <type_traits>

#include "model/error.h"

#ifdef SONOLIST_WITH_ZLIB
#include <zlib.h>
#endif

namespace sonolist::model {
namespace {

// Offsets of nifti1.h, in bytes.
constexpr std::size_t kDimAt = 40, kDatatypeAt = 70, kVoxOffsetAt = 108, kSlopeAt = 112, kInterceptAt = 116,
                      kQformCodeAt = 252, kSformCodeAt = 254, kQuaternionAt = 256, kSformRowsAt = 280, kMagicAt = 344,
                      kHeaderSize = 348;
constexpr std::size_t kLargestFile = std::size_t{1} << 29U;
constexpr std::int64_t kLargestSide = 1 << 16;
constexpr double kSlanted = 1e-3;

[[noreturn]] void refuse_nifti(const std::string& path, const std::string& reason) {
  throw ModelError(path + ": " + reason);
}

template <typename T>
T value_at(const std::string& bytes, std::size_t offset) {
  static_assert(std::is_trivially_copyable_v<T>);
  T value{};
  std::memcpy(&value, bytes.data() + offset, sizeof(T));  // every machine that we build for is little endian
  return value;
}

#ifdef SONOLIST_WITH_ZLIB
std::string unpacked_bytes(const std::string& path) {
  const std::unique_ptr<gzFile_s, int (*)(gzFile)> file(gzopen(path.c_str(), "rb"), &gzclose);
  if (!file) refuse_nifti(path, "cannot be opened; check the path and its permissions");
  std::string bytes;
  std::array<char, 1 << 16> part{};
  int got = 0;
  while ((got = gzread(file.get(), part.data(), static_cast<unsigned>(part.size()))) > 0) {
    bytes.append(part.data(), static_cast<std::size_t>(got));
    if (bytes.size() > kLargestFile) refuse_nifti(path, "is larger than a label map of one picture can be");
  }
  int problem = Z_OK;
  gzerror(file.get(), &problem);
  if (got < 0 || (problem != Z_OK && problem != Z_STREAM_END)) refuse_nifti(path, "the compressed file is damaged");
  return bytes;
}
#else
std::string unpacked_bytes(const std::string& path) {
  refuse_nifti(path, "this program was built without zlib; save the mask uncompressed, as .nii");
}
#endif

std::string bytes_of_nifti(const std::string& path) {
  if (path.size() >= 3 && path.compare(path.size() - 3, 3, ".gz") == 0) return unpacked_bytes(path);
  std::ifstream in(path, std::ios::binary);
  if (!in) refuse_nifti(path, "cannot be opened; check the path and its permissions");
  return {std::istreambuf_iterator<char>(in), {}};
}

// The in-plane part of the affine: how x and y (to the right, to the front) change with i and j.
struct InPlaneAxes {
  double x_by_i = 0.0, x_by_j = 0.0, y_by_i = 0.0, y_by_j = 0.0;
};

InPlaneAxes sform_axes(const std::string& bytes) {
  const auto entry = [&](std::size_t row, std::size_t col) {
    return static_cast<double>(value_at<float>(bytes, kSformRowsAt + 4 * (4 * row + col)));
  };
  return {entry(0, 0), entry(0, 1), entry(1, 0), entry(1, 1)};
}

// Rotation by the unit quaternion (a,b,c,d); qfac turns only the third axis.
InPlaneAxes qform_axes(const std::string& bytes) {
  const double b = value_at<float>(bytes, kQuaternionAt), c = value_at<float>(bytes, kQuaternionAt + 4),
               d = value_at<float>(bytes, kQuaternionAt + 8);
  const double a = std::sqrt(std::max(0.0, 1.0 - (b * b + c * c + d * d)));
  return {a * a + b * b - c * c - d * d, 2 * (b * c - a * d), 2 * (b * c + a * d), a * a + c * c - b * b - d * d};
}

void require_picture_axes(const std::string& bytes, const std::string& path) {
  const bool has_sform = value_at<std::int16_t>(bytes, kSformCodeAt) > 0;
  if (!has_sform && value_at<std::int16_t>(bytes, kQformCodeAt) <= 0) return;
  const auto axes = has_sform ? sform_axes(bytes) : qform_axes(bytes);
  const bool straight = std::abs(axes.y_by_i) <= kSlanted * std::abs(axes.x_by_i) &&
                        std::abs(axes.x_by_j) <= kSlanted * std::abs(axes.y_by_j);
  if (straight && axes.x_by_i < 0.0 && axes.y_by_j < 0.0) return;
  refuse_nifti(path,
               "its axes are not those of a picture (NIfTI -x, -y, as ITK-SNAP writes them); open the picture in "
               "ITK-SNAP and save the mask there, or convert it to PNG");
}

template <typename T>
void append_values(const std::string& bytes, std::size_t offset, std::size_t count, const std::string& path,
                   std::vector<std::int32_t>& values) {
  for (std::size_t i = 0; i < count; ++i) {
    const auto value = value_at<T>(bytes, offset + i * sizeof(T));
    if constexpr (std::is_floating_point_v<T>) {
      if (!(std::abs(value) < 1e9F) || value != std::floor(value)) {
        refuse_nifti(path, "holds " + std::to_string(value) + ", which is no label; is it a picture, not a mask?");
      }
    }
    values.push_back(static_cast<std::int32_t>(value));
  }
}

std::size_t bytes_a_value(int datatype, const std::string& path) {
  switch (datatype) {
    case 2:  // uint8
      return 1;
    case 4:    // int16
    case 512:  // uint16
      return 2;
    case 8:   // int32
    case 16:  // float32
      return 4;
    default:
      refuse_nifti(path,
                   "its data type " + std::to_string(datatype) + " is none of uint8, int16, uint16, int32, float");
  }
}

void require_plain_header(const std::string& bytes, const std::string& path) {
  if (bytes.size() < kHeaderSize) refuse_nifti(path, "is too short for a NIfTI-1 file");
  if (value_at<std::int32_t>(bytes, 0) != static_cast<std::int32_t>(kHeaderSize) ||
      std::memcmp(bytes.data() + kMagicAt, "n+1", 4) != 0) {
    refuse_nifti(path, "is not a single little-endian NIfTI-1 file (magic n+1); save it again as NIfTI-1 (.nii)");
  }
  const auto slope = value_at<float>(bytes, kSlopeAt), intercept = value_at<float>(bytes, kInterceptAt);
  const bool scaled = slope != 0.0F && (slope != 1.0F || intercept != 0.0F);
  if (scaled) refuse_nifti(path, "scales its values (scl_slope, scl_inter), which labels must not");
}

}  // namespace

ValuePicture read_nifti_labels(const std::string& path) {
  const auto bytes = bytes_of_nifti(path);
  require_plain_header(bytes, path);
  const auto axes = value_at<std::int16_t>(bytes, kDimAt);
  if (axes < 2 || axes > 7) refuse_nifti(path, "has " + std::to_string(axes) + " axes, not those of a picture");
  const auto length = [&](std::int16_t axis) {
    return static_cast<std::int64_t>(value_at<std::int16_t>(bytes, kDimAt + 2 * static_cast<std::size_t>(axis)));
  };
  for (std::int16_t axis = 3; axis <= axes; ++axis) {
    if (length(axis) != 1) refuse_nifti(path, "holds several slices; save the mask of one picture");
  }
  ValuePicture picture;
  picture.cols = length(1);
  picture.rows = length(2);
  if (picture.rows < 1 || picture.cols < 1 || picture.rows > kLargestSide || picture.cols > kLargestSide) {
    refuse_nifti(path, "its size is out of range");
  }
  require_picture_axes(bytes, path);

  const int datatype = value_at<std::int16_t>(bytes, kDatatypeAt);
  const auto count = static_cast<std::size_t>(picture.rows * picture.cols), size = bytes_a_value(datatype, path);
  const auto stated_offset = value_at<float>(bytes, kVoxOffsetAt);
  if (!(stated_offset >= static_cast<float>(kHeaderSize)) || stated_offset > static_cast<float>(bytes.size())) {
    refuse_nifti(path, "vox_offset lies outside the file");
  }
  const auto offset = static_cast<std::size_t>(stated_offset);
  if (offset > bytes.size() || bytes.size() - offset < count * size) refuse_nifti(path, "is truncated");
  picture.values.reserve(count);
  if (datatype == 2) append_values<std::uint8_t>(bytes, offset, count, path, picture.values);
  if (datatype == 4) append_values<std::int16_t>(bytes, offset, count, path, picture.values);
  if (datatype == 8) append_values<std::int32_t>(bytes, offset, count, path, picture.values);
  if (datatype == 16) append_values<float>(bytes, offset, count, path, picture.values);
  if (datatype == 512) append_values<std::uint16_t>(bytes, offset, count, path, picture.values);
  return picture;
}

}  // namespace sonolist::model
