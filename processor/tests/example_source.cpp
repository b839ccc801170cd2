#include "processor/tests/example_source.h"

#include <dcmtk/dcmdata/dctk.h>

#include "dicom_sr/file/part10.h"

namespace sonolist::processor {
namespace {

void put_region(DcmDataset& dataset, const ExampleSource& example) {
  DcmItem* region = nullptr;
  dataset.findOrCreateSequenceItem(DCM_SequenceOfUltrasoundRegions, region, -2);
  region->putAndInsertUint16(DCM_RegionSpatialFormat, 1);
  region->putAndInsertUint16(DCM_RegionDataType, 1);
  region->putAndInsertUint32(DCM_RegionFlags, 0);
  region->putAndInsertUint32(DCM_RegionLocationMinX0, example.region_col);
  region->putAndInsertUint32(DCM_RegionLocationMinY0, example.region_row);
  region->putAndInsertUint32(DCM_RegionLocationMaxX1, example.region_col + example.region_cols - 1);
  region->putAndInsertUint32(DCM_RegionLocationMaxY1, example.region_row + example.region_rows - 1);
  const std::uint16_t unit = example.calibrated ? 3 : 0;
  region->putAndInsertUint16(DCM_PhysicalUnitsXDirection, unit);
  region->putAndInsertUint16(DCM_PhysicalUnitsYDirection, unit);
  region->putAndInsertFloat64(DCM_PhysicalDeltaX, 0.02);
  region->putAndInsertFloat64(DCM_PhysicalDeltaY, 0.01);
}

std::vector<std::uint8_t> pixels_of(const ExampleSource& example) {
  std::vector<std::uint8_t> pixels;
  for (int frame = 0; frame < example.frames; ++frame) {
    for (int row = 0; row < example.rows; ++row) {
      for (int col = 0; col < example.cols; ++col) pixels.insert(pixels.end(), 3, example.grey(frame, row, col));
    }
  }
  return pixels;
}

}  // namespace

std::vector<std::uint8_t> make_source_file(const ExampleSource& example) {
  DcmDataset dataset;
  dataset.putAndInsertString(DCM_SOPClassUID,
                             example.multi_frame ? UID_UltrasoundMultiframeImageStorage : UID_UltrasoundImageStorage);
  dataset.putAndInsertString(DCM_SOPInstanceUID, example.sop_instance_uid.c_str());
  dataset.putAndInsertString(DCM_StudyInstanceUID, "1.2.826.0.1.3680043.10.1.1");
  dataset.putAndInsertString(DCM_SeriesInstanceUID, "1.2.826.0.1.3680043.10.1.2");
  dataset.putAndInsertString(DCM_Modality, "US");
  dataset.putAndInsertString(DCM_Manufacturer, "Example");
  dataset.putAndInsertString(DCM_PatientName, "Test^Subject");
  dataset.putAndInsertString(DCM_PatientID, "T1");
  dataset.putAndInsertString(DCM_PatientBirthDate, "");
  dataset.putAndInsertString(DCM_PatientSex, "");
  dataset.putAndInsertString(DCM_StudyDate, "20260101");
  dataset.putAndInsertString(DCM_StudyTime, "101112");
  dataset.putAndInsertString(DCM_StudyID, "1");
  dataset.putAndInsertString(DCM_AccessionNumber, "");
  dataset.putAndInsertString(DCM_ReferringPhysicianName, "");
  if (!example.time_zone.empty()) {
    dataset.putAndInsertString(DCM_TimezoneOffsetFromUTC, example.time_zone.c_str());
  }
  if (example.series_number > 0) {
    dataset.putAndInsertString(DCM_SeriesNumber, std::to_string(example.series_number).c_str());
  }
  dataset.putAndInsertString(DCM_InstanceNumber, std::to_string(example.instance_number).c_str());
  dataset.putAndInsertUint16(DCM_Rows, static_cast<Uint16>(example.rows));
  dataset.putAndInsertUint16(DCM_Columns, static_cast<Uint16>(example.cols));
  dataset.putAndInsertUint16(DCM_SamplesPerPixel, 3);
  dataset.putAndInsertString(DCM_PhotometricInterpretation, "RGB");
  dataset.putAndInsertUint16(DCM_PlanarConfiguration, 0);
  dataset.putAndInsertUint16(DCM_BitsAllocated, 8);
  dataset.putAndInsertUint16(DCM_BitsStored, 8);
  dataset.putAndInsertUint16(DCM_HighBit, 7);
  dataset.putAndInsertUint16(DCM_PixelRepresentation, 0);
  if (example.multi_frame) {
    dataset.putAndInsertString(DCM_NumberOfFrames, std::to_string(example.frames).c_str());
  }
  put_region(dataset, example);
  const std::vector<std::uint8_t> pixels = pixels_of(example);
  dataset.putAndInsertUint8Array(DCM_PixelData, pixels.data(), pixels.size());
  return dicom::to_part10(dataset);
}

}  // namespace sonolist::processor
