#include "tests/interop/matrix/source_cases.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>

#include <memory>
#include <utility>

#include "dicom_sr/file/part10.h"
#include "dicom_sr/image/ultrasound_writer.h"
#include "dicom_sr/modules/attributes.h"
#include "dicom_sr/uid/deterministic_uid.h"

namespace sonolist::matrix {
namespace {

using dicom::add_item;
using dicom::put_string;
using dicom::put_uint16;

constexpr double kMmPerPixel = 0.12;
constexpr double kCmPerColumn = 0.018;  // of the anisotropic image: half as much again as a row's
// Indices into the classes of the package anterior-sciatic.
constexpr int kFemur = 1, kNerve = 4, kArtery = 5;

// A bone, a nerve in two parts and an artery.
std::vector<Ellipse> structures() {
  return {{kFemur, 0.65, 0.30, 0.18, 0.14},
          {kNerve, 0.62, 0.66, 0.06, 0.05},
          {kNerve, 0.80, 0.70, 0.04, 0.03},
          {kArtery, 0.28, 0.55, 0.05, 0.04}};
}

// The same in motion; the artery is seen on frames 3 to 7 only.
std::vector<Ellipse> moving_structures() {
  auto ellipses = structures();
  for (Ellipse& ellipse : ellipses) {
    ellipse.row_step = 0.004;
    ellipse.col_step = 0.006;
  }
  ellipses.back().first_frame = 3;
  ellipses.back().last_frame = 7;
  return ellipses;
}

std::unique_ptr<DcmDataset> ultrasound(const std::string& name, const Scene& scene, double mm_per_pixel = kMmPerPixel) {
  dicom::UltrasoundOptions options;
  options.patient_name = "Phantom^Matrix";
  options.patient_id = "SIM-MATRIX";
  options.patient_birth_date = "19800102";
  options.patient_sex = "O";
  options.content_date = "20260101";
  options.content_time = "101112";
  options.study_description = "SIMULATED";
  options.study_instance_uid = dicom::deterministic_uid("matrix study " + name);
  options.series_instance_uid = dicom::deterministic_uid("matrix series " + name);
  options.sop_instance_uid = dicom::deterministic_uid("matrix image " + name);
  options.mm_per_pixel = mm_per_pixel;
  options.frame_time_ms = scene.frames > 1 ? 50.0 : 0.0;
  const int border = scene.rows / 12;
  options.region = {border, border, scene.rows - border, scene.cols - border};
  std::vector<dicom::RgbFrame> frames;
  for (int frame = 0; frame < scene.frames; ++frame) frames.push_back(picture(scene, frame));
  return dicom::make_ultrasound(frames, options);
}

SourceCase finished(const std::string& name, const Scene& scene, DcmDataset& dataset) {
  return {name, scene, dicom::to_part10(dataset)};
}

SourceCase plain(const std::string& name, const Scene& scene, double mm_per_pixel = kMmPerPixel) {
  return finished(name, scene, *ultrasound(name, scene, mm_per_pixel));
}

SourceCase anisotropic() {
  const Scene scene{480, 640, 1, structures()};
  const auto dataset = ultrasound("anisotropic", scene);
  DcmItem* region = nullptr;
  dataset->findAndGetSequenceItem(DCM_SequenceOfUltrasoundRegions, region);
  region->putAndInsertFloat64(DCM_PhysicalDeltaX, kCmPerColumn);
  return finished("anisotropic", scene, *dataset);
}

// The grey values become entries of a table of warm tints.
SourceCase palette() {
  const Scene scene{480, 640, 1, structures()};
  const auto dataset = ultrasound("palette", scene);
  put_string(*dataset, DCM_PhotometricInterpretation, "PALETTE COLOR");
  const std::pair<std::pair<DcmTagKey, DcmTagKey>, double> tables[] = {
      {{DCM_RedPaletteColorLookupTableDescriptor, DCM_RedPaletteColorLookupTableData}, 1.0},
      {{DCM_GreenPaletteColorLookupTableDescriptor, DCM_GreenPaletteColorLookupTableData}, 0.95},
      {{DCM_BluePaletteColorLookupTableDescriptor, DCM_BluePaletteColorLookupTableData}, 0.85}};
  const std::vector<Uint16> descriptor = {256, 0, 16};  // entries, first value, bits an entry
  for (const auto& [tags, tint] : tables) {
    std::vector<Uint16> entries;
    for (int value = 0; value < 256; ++value) entries.push_back(static_cast<Uint16>(value * 257 * tint));
    dataset->putAndInsertUint16Array(DcmTag(tags.first, EVR_US), descriptor.data(), descriptor.size());
    dataset->putAndInsertUint16Array(tags.second, entries.data(), entries.size());
  }
  return finished("palette", scene, *dataset);
}

// A patient's name in a character set that is not UTF-8: its bytes must come back as they are.
SourceCase named(const std::string& name, const char* character_set, const char* patient_name) {
  const Scene scene{240, 320, 1, structures()};
  const auto dataset = ultrasound(name, scene);
  put_string(*dataset, DCM_SpecificCharacterSet, character_set);
  put_string(*dataset, DCM_PatientName, patient_name);
  return finished(name, scene, *dataset);
}

// One sagittal slice; 16 bits with a window.
SourceCase magnetic_resonance() {
  const Scene scene{256, 256, 1, structures()};
  const auto dataset = ultrasound("mr", scene);
  delete dataset->remove(DCM_SequenceOfUltrasoundRegions);
  delete dataset->remove(DCM_UltrasoundColorDataPresent);
  put_string(*dataset, DCM_SOPClassUID, UID_MRImageStorage);
  put_string(*dataset, DCM_Modality, "MR");
  put_string(*dataset, DCM_ImageType, "ORIGINAL\\PRIMARY\\M");
  put_string(*dataset, DCM_FrameOfReferenceUID, dicom::deterministic_uid("matrix frame of reference"));
  dataset->insertEmptyElement(DCM_PositionReferenceIndicator);
  dataset->insertEmptyElement(DCM_EchoTime);
  dataset->insertEmptyElement(DCM_RepetitionTime);
  dataset->insertEmptyElement(DCM_EchoTrainLength);
  put_string(*dataset, DCM_ScanningSequence, "SE");
  put_string(*dataset, DCM_SequenceVariant, "NONE");
  dataset->insertEmptyElement(DCM_ScanOptions);
  dataset->insertEmptyElement(DCM_MRAcquisitionType);
  delete dataset->remove(DCM_PatientOrientation);
  put_string(*dataset, DCM_ImagePositionPatient, "20\\-70.5\\80.25");
  put_string(*dataset, DCM_ImageOrientationPatient, "0\\1\\0\\0\\0\\-1");
  put_string(*dataset, DCM_PixelSpacing, "0.6\\0.5");
  put_string(*dataset, DCM_SliceThickness, "4");
  put_uint16(*dataset, DCM_BitsAllocated, 16);
  put_uint16(*dataset, DCM_BitsStored, 12);
  put_uint16(*dataset, DCM_HighBit, 11);
  put_string(*dataset, DCM_WindowCenter, "1024");
  put_string(*dataset, DCM_WindowWidth, "2048");
  const dicom::RgbFrame drawn = picture(scene, 0);
  std::vector<Uint16> pixels;
  for (std::size_t i = 0; i < drawn.pixels.size(); i += 3) pixels.push_back(static_cast<Uint16>(8 * drawn.pixels[i]));
  dataset->putAndInsertUint16Array(DCM_PixelData, pixels.data(), static_cast<unsigned long>(pixels.size()));
  return finished("mr", scene, *dataset);
}

}  // namespace

std::vector<SourceCase> source_cases() {
  std::vector<SourceCase> cases;
  cases.push_back(plain("still", {480, 640, 1, structures()}));
  cases.push_back(plain("cine", {240, 320, 12, moving_structures()}));
  cases.push_back(plain("no-finding", {240, 320, 1, {}}));
  cases.push_back(plain("odd-size", {479, 641, 1, structures()}));
  cases.push_back(plain("odd-cine", {101, 123, 5, moving_structures()}));  // 12423 pixels: frames begin within a byte
  cases.push_back(plain("uncalibrated", {480, 640, 1, structures()}, 0.0));
  cases.push_back(anisotropic());
  cases.push_back(palette());
  cases.push_back(named("chinese-utf8", "ISO_IR 192", "Zhang^San=\xE5\xBC\xA0^\xE4\xB8\x89"));
  cases.push_back(named("chinese-gb18030", "GB18030", "Zhang^San=\xD5\xC5^\xC8\xFD"));
  cases.push_back(named("arabic", "ISO_IR 127", "\xE6\xE8\xD1^\xD3\xC7\xE5\xEA"));
  cases.push_back(magnetic_resonance());
  return cases;
}

}  // namespace sonolist::matrix
