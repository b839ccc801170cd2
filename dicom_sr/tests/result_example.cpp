#include "dicom_sr/tests/result_example.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>

#include <random>
#include <stdexcept>

#include "dicom_sr/codes/concepts.h"
#include "dicom_sr/codes/structures.h"
#include "dicom_sr/file/part10.h"
#include "dicom_sr/modules/attributes.h"
#include "dicom_sr/uid/deterministic_uid.h"

namespace sonolist::dicom::test {

namespace {

struct Structure {
  const char* label;
  Code type;
  std::array<std::uint8_t, 3> colour;
};

const Structure kStructures[] = {
    {"Femur", {"71341001", "SCT", "Femur"}, {240, 230, 200}},
    {"Adductor magnus", {"22443", "FMA", "Adductor magnus"}, {200, 60, 60}},
    {"Semitendinosus", {"22357", "FMA", "Semitendinosus"}, {180, 80, 140}},
    {"Sciatic nerve", {"19034", "FMA", "Sciatic nerve"}, {250, 220, 30}},
    {"Femoral artery", {"7657000", "SCT", "Femoral artery"}, {230, 20, 20}},
};

void put_double(DcmItem& item, const DcmTagKey& tag, double value) {
  item.putAndInsertFloat64(tag, value);
}
void put_uint32(DcmItem& item, const DcmTagKey& tag, Uint32 value) {
  item.putAndInsertUint32(tag, value);
}

void add_region(DcmItem& dataset, const SourceExample& example) {
  DcmItem& region = add_item(dataset, DCM_SequenceOfUltrasoundRegions);
  put_uint16(region, DCM_RegionSpatialFormat, 1);
  put_uint16(region, DCM_RegionDataType, 1);
  put_uint32(region, DCM_RegionFlags, 0);
  put_uint32(region, DCM_RegionLocationMinX0, 0);
  put_uint32(region, DCM_RegionLocationMinY0, 0);
  put_uint32(region, DCM_RegionLocationMaxX1, static_cast<Uint32>(example.cols - 1));
  put_uint32(region, DCM_RegionLocationMaxY1, static_cast<Uint32>(example.rows - 1));
  put_uint16(region, DCM_PhysicalUnitsXDirection, 3);
  put_uint16(region, DCM_PhysicalUnitsYDirection, 3);
  put_double(region, DCM_PhysicalDeltaX, 0.012);
  put_double(region, DCM_PhysicalDeltaY, 0.01);
}

void add_pixels(DcmItem& dataset, const SourceExample& example) {
  put_uint16(dataset, DCM_SamplesPerPixel, 1);
  put_string(dataset, DCM_PhotometricInterpretation, "MONOCHROME2");
  put_uint16(dataset, DCM_Rows, static_cast<Uint16>(example.rows));
  put_uint16(dataset, DCM_Columns, static_cast<Uint16>(example.cols));
  put_uint16(dataset, DCM_BitsAllocated, 8);
  put_uint16(dataset, DCM_BitsStored, 8);
  put_uint16(dataset, DCM_HighBit, 7);
  put_uint16(dataset, DCM_PixelRepresentation, 0);
  const int frames = std::max(1, example.cine_frames);
  if (example.cine_frames > 0) {
    put_string(dataset, DCM_NumberOfFrames, std::to_string(frames));
    put_string(dataset, DCM_FrameTime, "33.3");
    put_tag(dataset, DCM_FrameIncrementPointer, DCM_FrameTime);
  }
  const std::size_t bytes = static_cast<std::size_t>(example.rows * example.cols * frames);
  std::vector<Uint8> pixels(bytes + bytes % 2, 40);
  dataset.putAndInsertUint8Array(DCM_PixelData, pixels.data(), static_cast<unsigned long>(pixels.size()));
}

Algorithm example_algorithm() {
  return {"anterior-sciatic", "0.1.0", "Anterior sciatic nerve block", std::string(64, 'a'), true, {}, {}};
}

}  // namespace

std::unique_ptr<DcmDataset> source_dataset(const SourceExample& example) {
  auto dataset = std::make_unique<DcmDataset>();
  const bool cine = example.cine_frames > 0;
  if (!example.character_set.empty()) put_string(*dataset, DCM_SpecificCharacterSet, example.character_set);
  put_string(*dataset, DCM_SOPClassUID, cine ? UID_UltrasoundMultiframeImageStorage : UID_UltrasoundImageStorage);
  put_string(*dataset, DCM_SOPInstanceUID, "2.25.1001");
  put_string(*dataset, DCM_StudyInstanceUID, "2.25.1002");
  put_string(*dataset, DCM_SeriesInstanceUID, "2.25.1003");
  put_string(*dataset, DCM_ImageType, "ORIGINAL\\PRIMARY");
  put_string(*dataset, DCM_Modality, "US");
  put_string(*dataset, DCM_PatientName, example.patient_name);
  put_string(*dataset, DCM_PatientID, "P-17");
  put_string(*dataset, DCM_PatientBirthDate, "19800102");
  put_string(*dataset, DCM_PatientSex, "F");
  put_string(*dataset, DCM_StudyDate, "20240501");
  put_string(*dataset, DCM_StudyTime, "101112");
  put_string(*dataset, DCM_StudyID, "S1");
  put_string(*dataset, DCM_AccessionNumber, "A7");
  put_empty(*dataset, DCM_ReferringPhysicianName);
  put_string(*dataset, DCM_SeriesNumber, "1");
  put_string(*dataset, DCM_InstanceNumber, "1");
  put_empty(*dataset, DCM_PatientOrientation);
  put_empty(*dataset, DCM_Laterality);
  put_string(*dataset, DCM_Manufacturer, "Scanner works");
  put_string(*dataset, DCM_ManufacturerModelName, "Probe 9");
  put_string(*dataset, DCM_OperatorsName, "Operator^Secret");
  put_string(*dataset, DCM_LossyImageCompression, example.lossy ? "01" : "00");
  if (example.lossy) {
    put_string(*dataset, DCM_LossyImageCompressionRatio, "12.5");
    put_string(*dataset, DCM_LossyImageCompressionMethod, "ISO_10918_1");
  }
  if (example.calibrated) add_region(*dataset, example);
  add_pixels(*dataset, example);
  return dataset;
}

SourceImage source_image(const SourceExample& example) {
  return SourceImage::from_bytes(to_part10(*source_dataset(example)));
}

SegmentationContent segmentation_content(const SourceImage& source, int segments) {
  SegmentationContent content;
  content.algorithm = example_algorithm();
  content.sop_instance_uid = "2.25.2001";
  content.series_instance_uid = "2.25.2002";
  content.series_number = 9001;
  content.content_date = "20240501";
  content.content_time = "101500";
  std::mt19937 random(17);
  for (int i = 0; i < segments; ++i) {
    Segment segment;
    segment.label = kStructures[i].label;
    segment.description = "Structure found by the network";
    segment.category = code::kAnatomicalStructure;
    segment.type = kStructures[i].type;
    segment.anatomic_region = Code{"68367000", "SCT", "Thigh"};
    segment.colour_rgb = kStructures[i].colour;
    segment.tracking_id = std::string("Structure ") + std::to_string(i + 1);
    segment.tracking_uid = deterministic_uid("tracking|" + std::to_string(i));
    content.segments.push_back(segment);
    for (int frame = 0; frame < source.frames(); ++frame) {
      std::vector<std::uint8_t> mask(static_cast<std::size_t>(source.rows() * source.cols()));
      for (auto& value : mask) value = random() % 3 == 0 ? 1 : 0;
      content.frames.push_back({i + 1, frame, std::move(mask)});
    }
  }
  return content;
}

ReportContent report_content(const SourceImage& source, const SegmentationContent& segmentation) {
  ReportContent content = empty_report_content();
  content.structures_not_found.clear();
  for (std::size_t i = 0; i < segmentation.frames.size(); ++i) {
    const SegmentFrame& frame = segmentation.frames[i];
    const Segment& segment = segmentation.segments[static_cast<std::size_t>(frame.segment_number - 1)];
    MeasurementGroup group;
    group.tracking_id = segment.tracking_id;
    group.tracking_uid = segment.tracking_uid;
    group.finding = segment.type;
    group.finding_site = segment.anatomic_region;
    group.segment_number = frame.segment_number;
    group.segmentation_frame = static_cast<int>(i) + 1;
    group.source_frame = frame.source_frame;
    const auto right = static_cast<float>(source.cols());
    const auto bottom = static_cast<float>(source.rows());
    group.contour = {{0.0F, 0.0F}, {right, 0.0F}, {right, bottom}, {0.0F, bottom}};
    group.measurements = {{code::kArea, 12.25, code::kSquareMillimetre, std::nullopt, std::nullopt},
                          {code::kEchogenicity, 1.0 / 3.0, code::kArbitraryUnit, code::kMean, std::nullopt},
                          {code::kDepth, std::nullopt, code::kMillimetre, std::nullopt, code::kMeasurementFailure}};
    group.texts = {
        {{"CALIBRATION", code::kPrivateScheme, "Spatial calibration"}, "Sequence of Ultrasound Regions, item 1"}};
    content.groups.push_back(group);
  }
  return content;
}

ReportContent empty_report_content() {
  ReportContent content;
  content.algorithm = example_algorithm();
  content.structures_not_found = {find_structure("sciatic_nerve")->type, find_structure("femoral_artery")->type};
  content.image_texts = {{{"CALIBRATION", code::kPrivateScheme, "Spatial calibration"}, "absent"}};
  content.sop_instance_uid = "2.25.3001";
  content.series_instance_uid = "2.25.3002";
  content.series_number = 9002;
  content.content_date = "20240501";
  content.content_time = "101500";
  return content;
}

DcmItem& item(DcmItem& parent, const DcmTagKey& tag, long index) {
  DcmItem* found = nullptr;
  if (parent.findAndGetSequenceItem(tag, found, index).bad()) throw std::runtime_error("no such item");
  return *found;
}

}  // namespace sonolist::dicom::test
