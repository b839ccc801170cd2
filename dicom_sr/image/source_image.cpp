#include "dicom_sr/image/source_image.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>

#include <algorithm>
#include <array>

#include "dicom_sr/file/part10.h"
#include "dicom_sr/image/calibration.h"
#include "dicom_sr/image/frame_planes.h"
#include "dicom_sr/image/pixel_decoder.h"
#include "dicom_sr/image/regions.h"
#include "dicom_sr/refusal.h"

namespace sonolist::dicom {
namespace {

struct SopClass {
  const char* uid;
  bool multi_frame;
  SourceKind kind;
};

constexpr std::array<SopClass, 6> kSopClasses{{
    {UID_UltrasoundImageStorage, false, SourceKind::kUltrasound},
    {UID_RETIRED_UltrasoundImageStorage, false, SourceKind::kUltrasound},
    {UID_UltrasoundMultiframeImageStorage, true, SourceKind::kUltrasound},
    {UID_RETIRED_UltrasoundMultiframeImageStorage, true, SourceKind::kUltrasound},
    {UID_EnhancedUSVolumeStorage, true, SourceKind::kUltrasoundVolume},
    {UID_MRImageStorage, false, SourceKind::kMagneticResonance},
}};

std::string required_uid(DcmDataset& dataset, const DcmTagKey& tag, const char* name) {
  OFString uid;
  dataset.findAndGetOFString(tag, uid);
  if (uid.empty()) refuse_input(std::string("the image has no ") + name);
  return {uid.c_str(), uid.size()};
}

const SopClass& supported_sop_class(const std::string& uid) {
  const auto* found = std::find_if(kSopClasses.begin(), kSopClasses.end(),
                                   [&](const SopClass& candidate) { return uid == candidate.uid; });
  if (found != kSopClasses.end()) return *found;
  const char* name = dcmFindNameOfUID(uid.c_str(), nullptr);
  refuse_input("the SOP class " + (name != nullptr ? std::string(name) : uid) +
               " is not supported; send an Ultrasound Image, Ultrasound Multi-frame Image, Enhanced US Volume or MR "
               "Image");
}

void require_index(int frame, int frames) {
  if (frame < 0 || frame >= frames)
    throw std::out_of_range("frame " + std::to_string(frame) + " of " + std::to_string(frames));
}

void require_grey(DcmDataset& dataset) {
  OFString photometric;
  dataset.findAndGetOFString(DCM_PhotometricInterpretation, photometric);
  if (photometric != "MONOCHROME1" && photometric != "MONOCHROME2")
    refuse_input("Photometric Interpretation (0028,0004) of an MR Image is neither MONOCHROME1 nor MONOCHROME2");
}

}  // namespace

struct SourceImage::Impl {
  explicit Impl(std::unique_ptr<DcmDataset> received) : dataset(std::move(received)) {
    sop_class_uid = required_uid(*dataset, DCM_SOPClassUID, "SOP Class UID (0008,0016)");
    const SopClass& sop_class = supported_sop_class(sop_class_uid);
    multi_frame = sop_class.multi_frame;
    kind = sop_class.kind;
    sop_instance_uid = required_uid(*dataset, DCM_SOPInstanceUID, "SOP Instance UID (0008,0018)");
    study_instance_uid = required_uid(*dataset, DCM_StudyInstanceUID, "Study Instance UID (0020,000D)");
    series_instance_uid = required_uid(*dataset, DCM_SeriesInstanceUID, "Series Instance UID (0020,000E)");
    shape = check_pixels(*dataset);
    if (!multi_frame && shape.frames > 1)
      refuse_input("Number of Frames (0028,0008) is above 1 in an object of a single-frame SOP class");
    if (kind == SourceKind::kMagneticResonance) require_grey(*dataset);
    regions = read_regions(*dataset, shape.rows, shape.cols);
    geometry = read_frame_geometry(*dataset, kind, shape.frames);
  }

  std::unique_ptr<DcmDataset> dataset;
  std::string sop_class_uid, sop_instance_uid, study_instance_uid, series_instance_uid;
  bool multi_frame = false;
  SourceKind kind = SourceKind::kUltrasound;
  PixelShape shape;
  std::vector<UltrasoundRegion> regions;
  FrameGeometry geometry;
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
SourceKind SourceImage::kind() const {
  return impl_->kind;
}

RgbFrame SourceImage::frame(int index) const {
  require_index(index, frames());
  return decode_frame(*impl_->dataset, impl_->shape, index);
}

const std::vector<UltrasoundRegion>& SourceImage::regions() const {
  return impl_->regions;
}

PixelBox SourceImage::analysis_box() const {
  return choose_analysis_box(impl_->regions, rows(), cols());
}

std::optional<Calibration> SourceImage::calibration_for(const PixelBox& box) const {
  return calibrate(impl_->regions, impl_->geometry.spacing, box).calibration;
}

std::string SourceImage::calibration_refusal(const PixelBox& box) const {
  return calibrate(impl_->regions, impl_->geometry.spacing, box).refusal;
}

std::optional<FramePlane> SourceImage::plane(int frame) const {
  require_index(frame, frames());
  if (impl_->geometry.planes.empty()) return std::nullopt;
  return impl_->geometry.planes[static_cast<std::size_t>(frame)];
}

DcmDataset& SourceImage::dataset() const {
  return *impl_->dataset;
}

void SourceImage::drop_pixels() {
  delete impl_->dataset->remove(DCM_PixelData);
}

}  // namespace sonolist::dicom
