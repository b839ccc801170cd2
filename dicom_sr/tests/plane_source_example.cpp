#include "dicom_sr/tests/plane_source_example.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>

#include <numeric>
#include <string>
#include <utility>

#include "dicom_sr/file/part10.h"
#include "dicom_sr/modules/attributes.h"
#include "dicom_sr/tests/result_example.h"

namespace sonolist::dicom::test {

namespace {

// Patient, study and equipment of the ultrasound example.
std::unique_ptr<DcmDataset> example_of(const char* sop_class, const char* modality) {
  SourceExample example;
  example.rows = kPlaneRows;
  example.cols = kPlaneCols;
  example.calibrated = false;
  auto dataset = source_dataset(example);
  put_string(*dataset, DCM_SOPClassUID, sop_class);
  put_string(*dataset, DCM_Modality, modality);
  put_string(*dataset, DCM_FrameOfReferenceUID, "2.25.1010");
  put_string(*dataset, DCM_PositionReferenceIndicator, "XY");
  return dataset;
}

void put_numbers(DcmItem& item, const DcmTagKey& tag, const std::vector<Float64>& numbers) {
  auto element = std::make_unique<DcmFloatingPointDouble>(DcmTag(tag));
  element->putFloat64Array(numbers.data(), static_cast<unsigned long>(numbers.size()));
  put_element(item, std::move(element));
}

void add_volume_frame(DcmItem& dataset, int position, int time, int times) {
  DcmItem& groups = add_item(dataset, DCM_PerFrameFunctionalGroupsSequence);
  DcmItem& content = add_item(groups, DCM_FrameContentSequence);
  put_uint32s(content, DCM_DimensionIndexValues,
              {static_cast<std::uint32_t>(position + 1), static_cast<std::uint32_t>(times > 1 ? time + 1 : 1)});
  put_numbers(add_item(groups, DCM_PlanePositionVolumeSequence), DCM_ImagePositionVolume, {0.0, 0.0, 0.3 * position});
}

}  // namespace

std::unique_ptr<DcmDataset> mr_dataset(int index) {
  auto dataset = example_of(UID_MRImageStorage, "MR");
  put_string(*dataset, DCM_SOPInstanceUID, "2.25.11" + std::to_string(index));
  put_string(*dataset, DCM_InstanceNumber, std::to_string(index + 1));
  put_string(*dataset, DCM_ImagePositionPatient, std::to_string(20.0 - 4.4 * index) + "\\-70.5\\80.25");
  put_string(*dataset, DCM_ImageOrientationPatient, "0\\1\\0\\0\\0\\-1");
  put_string(*dataset, DCM_PixelSpacing, "0.6\\0.5");
  put_string(*dataset, DCM_SliceThickness, "4");
  put_string(*dataset, DCM_SpacingBetweenSlices, "4.4");
  put_uint16(*dataset, DCM_BitsAllocated, 16);
  put_uint16(*dataset, DCM_BitsStored, 12);
  put_uint16(*dataset, DCM_HighBit, 11);
  std::vector<std::uint16_t> pixels(static_cast<std::size_t>(kPlaneRows * kPlaneCols));
  std::iota(pixels.begin(), pixels.end(), std::uint16_t{0});
  put_uint16s(*dataset, DCM_PixelData, pixels);
  return dataset;
}

std::unique_ptr<DcmDataset> volume_dataset(int positions, int times) {
  auto dataset = example_of(UID_EnhancedUSVolumeStorage, "US");
  const int frames = positions * times;
  put_string(*dataset, DCM_SOPInstanceUID, "2.25.1200");
  put_string(*dataset, DCM_NumberOfFrames, std::to_string(frames));
  DcmItem& shared = add_item(*dataset, DCM_SharedFunctionalGroupsSequence);
  DcmItem& measures = add_item(shared, DCM_PixelMeasuresSequence);
  put_string(measures, DCM_PixelSpacing, "0.2\\0.2");
  put_string(measures, DCM_SliceThickness, "0.3");
  put_numbers(add_item(shared, DCM_PlaneOrientationVolumeSequence), DCM_ImageOrientationVolume, {1, 0, 0, 0, 1, 0});
  for (int time = 0; time < times; ++time) {
    for (int position = 0; position < positions; ++position) add_volume_frame(*dataset, position, time, times);
  }
  const std::size_t bytes = static_cast<std::size_t>(kPlaneRows * kPlaneCols * frames);
  const std::vector<Uint8> pixels(bytes + bytes % 2, 40);
  dataset->putAndInsertUint8Array(DCM_PixelData, pixels.data(), static_cast<unsigned long>(pixels.size()));
  return dataset;
}

SourceImage as_source(DcmDataset& dataset) {
  return SourceImage::from_bytes(to_part10(dataset));
}

SourceImages Series::sources() const {
  SourceImages borrowed;
  for (const SourceImage& image : images) borrowed.push_back(&image);
  return borrowed;
}

Series mr_series(const std::vector<int>& slices) {
  Series series;
  for (const int slice : slices) series.images.push_back(as_source(*mr_dataset(slice)));
  return series;
}

}  // namespace sonolist::dicom::test
