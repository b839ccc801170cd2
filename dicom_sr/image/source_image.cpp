#include "dicom_sr/image/source_image.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>

#include <algorithm>
#include <array>

#include "dicom_sr/error.h"
#include "dicom_sr/file/part10.h"
#include "dicom_sr/image/calibration.h"
#include "dicom_sr/image/pixel_decoder.h"
#include "dicom_sr/image/regions.h"

namespace sonolist::dicom {
namespace {

struct SopClass {
  const char* uid;
  bool multi_frame;
};

constexpr std::array<SopClass, 4> kSopClasses{{
    {UID_UltrasoundImageStorage, false},
    {UID_RETIRED_UltrasoundImageStorage, false},
    {UID_UltrasoundMultiframeImageStorage, true},
    {UID_RETIRED_UltrasoundMultiframeImageStorage, true},
}};

std::string required_uid(DcmDataset& dataset, const DcmTagKey& tag, const char* name) {
  OFString uid;
  dataset.findAndGetOFString(tag, uid);
  if (uid.empty()) throw DicomError(ErrorClass::kInput, std::string("the image has no ") + name);
  return {uid.c_str(), uid.size()};
}

const SopClass& supported_sop_class(const std::string& uid) {
  const auto* found = std::find_if(kSopClasses.begin(), kSopClasses.end(),
                                   [&](const SopClass& candidate) { return uid == candidate.uid; });
  if (found != kSopClasses.end()) return *found;
  const char* name = dcmFindNameOfUID(uid.c_str(), nullptr);
  throw DicomError(ErrorClass::kInput,
                   "the SOP class " + (name != nullptr ? std::string(name) : uid) +
                       " is not supported; send an Ultrasound Image or Ultrasound Multi-frame Image");
}

std::optional<PixelSpacing> read_pixel_spacing(DcmDataset& dataset) {
  Float64 between_rows = 0.0;
  Float64 between_cols = 0.0;
  if (dataset.findAndGetFloat64(DCM_PixelSpacing, between_rows, 0).bad() ||
      dataset.findAndGetFloat64(DCM_PixelSpacing, between_cols, 1).bad()) {
    return std::nullopt;
  }
  return PixelSpacing{between_rows, between_cols};
}

}  // namespace

struct SourceImage::Impl {
  explicit Impl(std::unique_ptr<DcmDataset> received) : dataset(std::move(received)) {
    sop_class_uid = required_uid(*dataset, DCM_SOPClassUID, "SOP Class UID (0008,0016)");
    multi_frame = supported_sop_class(sop_class_uid).multi_frame;
    sop_instance_uid = required_uid(*dataset, DCM_SOPInstanceUID, "SOP Instance UID (0008,0018)");
    study_instance_uid = required_uid(*dataset, DCM_StudyInstanceUID, "Study Instance UID (0020,000D)");
    series_instance_uid = required_uid(*dataset, DCM_SeriesInstanceUID, "Series Instance UID (0020,000E)");
    shape = check_pixels(*dataset);
    if (!multi_frame && shape.frames > 1) {
      throw DicomError(ErrorClass::kInput,
                       "Number of Frames (0028,0008) is above 1 in an object of a single-frame SOP class");
    }
    regions = read_regions(*dataset, shape.rows, shape.cols);
    pixel_spacing = read_pixel_spacing(*dataset);
  }

  std::unique_ptr<DcmDataset> dataset;
  std::string sop_class_uid, sop_instance_uid, study_instance_uid, series_instance_uid;
  bool multi_frame = false;
  PixelShape shape;
  std::vector<UltrasoundRegion> regions;
  std::optional<PixelSpacing> pixel_spacing;
};

SourceImage SourceImage::from_file(const std::string& path) {
  return SourceImage(std::make_unique<Impl>(read_part10(path)));
}

SourceImage SourceImage::from_bytes(const std::vector<std::uint8_t>& part10) {
  return SourceImage(std::make_unique<Impl>(from_part10(part10)));
}

SourceImage::SourceImage(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
SourceImage::SourceImage(SourceImage&&) noexcept = default;
SourceImage& SourceImage::operator=(SourceImage&&) noexcept = default;
SourceImage::~SourceImage() = default;

const std::string& SourceImage::sop_class_uid() const {
  return impl_->sop_class_uid;
}
const std::string& SourceImage::sop_instance_uid() const {
  return impl_->sop_instance_uid;
}
const std::string& SourceImage::study_instance_uid() const {
  return impl_->study_instance_uid;
}
const std::string& SourceImage::series_instance_uid() const {
  return impl_->series_instance_uid;
}
int SourceImage::rows() const {
  return impl_->shape.rows;
}
int SourceImage::cols() const {
  return impl_->shape.cols;
}
int SourceImage::frames() const {
  return impl_->shape.frames;
}
bool SourceImage::is_multi_frame() const {
  return impl_->multi_frame;
}

RgbFrame SourceImage::frame(int index) const {
  if (index < 0 || index >= frames()) {
    throw std::out_of_range("frame " + std::to_string(index) + " of " + std::to_string(frames()));
  }
  return decode_frame(*impl_->dataset, impl_->shape, index);
}

const std::vector<UltrasoundRegion>& SourceImage::regions() const {
  return impl_->regions;
}

PixelBox SourceImage::analysis_box() const {
  return choose_analysis_box(impl_->regions, rows(), cols());
}

std::optional<Calibration> SourceImage::calibration_for(const PixelBox& box) const {
  return calibrate(impl_->regions, impl_->pixel_spacing, box).calibration;
}

std::string SourceImage::calibration_refusal(const PixelBox& box) const {
  return calibrate(impl_->regions, impl_->pixel_spacing, box).refusal;
}

DcmDataset& SourceImage::dataset() const {
  return *impl_->dataset;
}

}  // namespace sonolist::dicom
