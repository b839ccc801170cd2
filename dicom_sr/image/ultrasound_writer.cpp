#include "dicom_sr/image/ultrasound_writer.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "dicom_sr/image/regions.h"
#include "dicom_sr/modules/decimal_string.h"
#include "dicom_sr/refusal.h"
#include "dicom_sr/uid/deterministic_uid.h"

namespace sonolist::dicom {
namespace {

constexpr double kDefaultFrameTimeMs = 50.0;
constexpr int kLargestSide = std::numeric_limits<Uint16>::max();
constexpr Uint16 kUnitsNone = 0;
constexpr Uint16 kUnitsCm = 3;

void require(const OFCondition& status) {
  if (status.bad()) throw DicomError(ErrorClass::kInternal, std::string("cannot build the image: ") + status.text());
}

// Writes into one item and reports what DCMTK refuses.
class ItemWriter {
 public:
  explicit ItemWriter(DcmItem& item) : item_(item) {}
  void text(const DcmTagKey& tag, const std::string& value) const {
    require(item_.putAndInsertOFStringArray(tag, OFString(value.data(), value.size())));
  }
  void unsigned_short(const DcmTagKey& tag, int value) const {
    require(item_.putAndInsertUint16(tag, static_cast<Uint16>(value)));
  }
  void unsigned_long(const DcmTagKey& tag, int value) const {
    require(item_.putAndInsertUint32(tag, static_cast<Uint32>(value)));
  }
  void real(const DcmTagKey& tag, double value) const { require(item_.putAndInsertFloat64(tag, value)); }

 private:
  DcmItem& item_;
};

bool is_multi_frame(const std::vector<RgbFrame>& frames, const UltrasoundOptions& options) {
  return frames.size() > 1 || options.frame_time_ms > 0.0;
}

bool is_grey(const RgbFrame& frame) {
  for (std::size_t i = 0; i < frame.pixels.size(); i += 3) {
    if (frame.pixels[i] != frame.pixels[i + 1] || frame.pixels[i] != frame.pixels[i + 2]) return false;
  }
  return true;
}

void check_frames(const std::vector<RgbFrame>& frames, Photometric photometric) {
  if (frames.empty()) refuse_input("there is no frame; give at least one picture");
  const int rows = frames.front().rows;
  const int cols = frames.front().cols;
  if (rows < 1 || cols < 1 || rows > kLargestSide || cols > kLargestSide) {
    refuse_input("a picture must have 1 to " + std::to_string(kLargestSide) + " rows and columns");
  }
  for (std::size_t i = 0; i < frames.size(); ++i) {
    const RgbFrame& frame = frames[i];
    const std::size_t bytes = static_cast<std::size_t>(rows) * static_cast<std::size_t>(cols) * 3;
    if (frame.rows != rows || frame.cols != cols || frame.pixels.size() != bytes) {
      refuse_input("frame " + std::to_string(i + 1) + " has another size than frame 1");
    }
    if (photometric == Photometric::kMonochrome2 && !is_grey(frame)) {
      refuse_input("frame " + std::to_string(i + 1) + " has colour; write it as RGB");
    }
  }
}

void check_options(const UltrasoundOptions& options, const PixelBox& picture) {
  if (!is_empty(options.region) && !contains(picture, options.region))
    refuse_input("the region is not inside the picture");
  if (!std::isfinite(options.mm_per_pixel) || options.mm_per_pixel < 0.0)
    refuse_input("the millimetres per pixel are negative");
  if (!std::isfinite(options.frame_time_ms) || options.frame_time_ms < 0.0) refuse_input("the frame time is negative");
  for (const std::string* uid :
       {&options.study_instance_uid, &options.series_instance_uid, &options.sop_instance_uid}) {
    if (!uid->empty() && !is_valid_uid(*uid)) refuse_input("'" + *uid + "' is no valid UID");
  }
}

std::vector<Uint8> stored_pixels(const std::vector<RgbFrame>& frames, Photometric photometric) {
  const std::size_t step = photometric == Photometric::kMonochrome2 ? 3 : 1;
  std::vector<Uint8> stored;
  for (const RgbFrame& frame : frames) {
    for (std::size_t i = 0; i < frame.pixels.size(); i += step) stored.push_back(frame.pixels[i]);
  }
  return stored;
}

struct Uids {
  std::string study, series, instance;
};

Uids choose_uids(const UltrasoundOptions& options, const std::vector<Uint8>& pixels) {
  Uids uids{options.study_instance_uid, options.series_instance_uid, options.sop_instance_uid};
  if (uids.study.empty()) {
    uids.study = deterministic_uid("us-study|" + options.patient_id + "|" + options.accession_number + "|" +
                                   options.study_description);
  }
  if (uids.series.empty())
    uids.series = deterministic_uid("us-series|" + uids.study + "|" + options.series_description);
  if (uids.instance.empty()) {
    uids.instance = deterministic_uid("us-image|" + uids.series + "|" + std::to_string(options.instance_number) + "|" +
                                      std::string(pixels.begin(), pixels.end()));
  }
  return uids;
}

void write_patient_and_study(const ItemWriter& out, const UltrasoundOptions& options, const Uids& uids) {
  out.text(DCM_PatientName, options.patient_name);
  out.text(DCM_PatientID, options.patient_id);
  out.text(DCM_PatientBirthDate, options.patient_birth_date);
  out.text(DCM_PatientSex, options.patient_sex);
  out.text(DCM_StudyInstanceUID, uids.study);
  out.text(DCM_StudyDate, options.content_date);
  out.text(DCM_StudyTime, options.content_time);
  out.text(DCM_ReferringPhysicianName, "");
  out.text(DCM_StudyID, "1");
  out.text(DCM_AccessionNumber, options.accession_number);
  out.text(DCM_StudyDescription, options.study_description);
}

void write_series_and_equipment(const ItemWriter& out, const UltrasoundOptions& options, const Uids& uids) {
  out.text(DCM_Modality, "US");
  out.text(DCM_SeriesInstanceUID, uids.series);
  out.text(DCM_SeriesNumber, "1");
  out.text(DCM_SeriesDate, options.content_date);
  out.text(DCM_SeriesTime, options.content_time);
  out.text(DCM_SeriesDescription, options.series_description);
  if (!options.body_part.empty()) out.text(DCM_BodyPartExamined, options.body_part);
  out.text(DCM_Laterality, options.laterality);
  // Not "Sonolist": routing skips what the program made itself, and this image is meant to be read.
  out.text(DCM_Manufacturer, "Wrapped pictures");
  out.text(DCM_ManufacturerModelName, "no scanner");
  out.text(DCM_SoftwareVersions, SONOLIST_VERSION);
}

void write_instance(const ItemWriter& out, const UltrasoundOptions& options, const Uids& uids, bool multi_frame) {
  out.text(DCM_SpecificCharacterSet, "ISO_IR 192");
  out.text(DCM_SOPClassUID, multi_frame ? UID_UltrasoundMultiframeImageStorage : UID_UltrasoundImageStorage);
  out.text(DCM_SOPInstanceUID, uids.instance);
  out.text(DCM_InstanceNumber, std::to_string(options.instance_number));
  out.text(DCM_ContentDate, options.content_date);
  out.text(DCM_ContentTime, options.content_time);
  out.text(DCM_PatientOrientation, "");
  out.text(DCM_ImageType, "DERIVED\\SECONDARY\\MUSCULOSKELETAL\\0001");  // 0001: 2D imaging (PS3.3 C.8.5.6.1.1)
  out.text(DCM_BurnedInAnnotation, "NO");
  out.text(DCM_LossyImageCompression, "00");
}

void write_cine(const ItemWriter& out, DcmDataset& dataset, std::size_t frames, double frame_time_ms) {
  out.text(DCM_NumberOfFrames, std::to_string(frames));
  out.text(DCM_FrameTime, decimal_string("frame time", frame_time_ms > 0.0 ? frame_time_ms : kDefaultFrameTimeMs));
  require(dataset.putAndInsertTagKey(DCM_FrameIncrementPointer, DCM_FrameTime));
}

void write_region(DcmDataset& dataset, const PixelBox& box, double mm_per_pixel) {
  DcmItem* item = nullptr;
  require(dataset.findOrCreateSequenceItem(DCM_SequenceOfUltrasoundRegions, item));
  const ItemWriter out(*item);
  out.unsigned_short(DCM_RegionSpatialFormat, 1);
  out.unsigned_short(DCM_RegionDataType, 1);
  out.unsigned_long(DCM_RegionFlags, 0);
  out.unsigned_long(DCM_RegionLocationMinX0, box.col_begin);
  out.unsigned_long(DCM_RegionLocationMinY0, box.row_begin);
  out.unsigned_long(DCM_RegionLocationMaxX1, box.col_end - 1);
  out.unsigned_long(DCM_RegionLocationMaxY1, box.row_end - 1);
  const bool calibrated = mm_per_pixel > 0.0;
  out.unsigned_short(DCM_PhysicalUnitsXDirection, calibrated ? kUnitsCm : kUnitsNone);
  out.unsigned_short(DCM_PhysicalUnitsYDirection, calibrated ? kUnitsCm : kUnitsNone);
  out.real(DCM_PhysicalDeltaX, calibrated ? mm_per_pixel / 10.0 : 1.0);
  out.real(DCM_PhysicalDeltaY, calibrated ? mm_per_pixel / 10.0 : 1.0);
}

void write_pixels(const ItemWriter& out, DcmDataset& dataset, const RgbFrame& first, Photometric photometric,
                  const std::vector<Uint8>& pixels) {
  const bool colour = photometric == Photometric::kRgb;
  out.unsigned_short(DCM_SamplesPerPixel, colour ? 3 : 1);
  out.text(DCM_PhotometricInterpretation, colour ? "RGB" : "MONOCHROME2");
  if (colour) out.unsigned_short(DCM_PlanarConfiguration, 0);
  out.unsigned_short(DCM_UltrasoundColorDataPresent, 0);
  out.unsigned_short(DCM_Rows, first.rows);
  out.unsigned_short(DCM_Columns, first.cols);
  out.unsigned_short(DCM_BitsAllocated, 8);
  out.unsigned_short(DCM_BitsStored, 8);
  out.unsigned_short(DCM_HighBit, 7);
  out.unsigned_short(DCM_PixelRepresentation, 0);
  require(dataset.putAndInsertUint8Array(DCM_PixelData, pixels.data(), static_cast<unsigned long>(pixels.size())));
}

}  // namespace

std::unique_ptr<DcmDataset> make_ultrasound(const std::vector<RgbFrame>& frames, const UltrasoundOptions& options) {
  check_frames(frames, options.photometric);
  const RgbFrame& first = frames.front();
  const PixelBox picture{0, 0, first.rows, first.cols};
  check_options(options, picture);
  const std::vector<Uint8> pixels = stored_pixels(frames, options.photometric);
  const Uids uids = choose_uids(options, pixels);
  const bool multi_frame = is_multi_frame(frames, options);

  auto dataset = std::make_unique<DcmDataset>();
  const ItemWriter out(*dataset);
  write_patient_and_study(out, options, uids);
  write_series_and_equipment(out, options, uids);
  write_instance(out, options, uids, multi_frame);
  if (multi_frame) write_cine(out, *dataset, frames.size(), options.frame_time_ms);
  write_region(*dataset, is_empty(options.region) ? picture : options.region, options.mm_per_pixel);
  write_pixels(out, *dataset, first, options.photometric, pixels);
  return dataset;
}

}  // namespace sonolist::dicom
