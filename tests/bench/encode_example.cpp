#include "tests/bench/encode_example.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>

#include <array>
#include <cmath>

#include "dicom_sr/codes/concepts.h"
#include "dicom_sr/file/part10.h"
#include "dicom_sr/image/ultrasound_writer.h"
#include "dicom_sr/uid/deterministic_uid.h"

namespace sonolist::bench {
namespace {

namespace code = dicom::code;

constexpr int kRows = 768, kCols = 1024;
constexpr double kMmPerPixel = 0.06;
constexpr double kPi = 3.14159265358979323846;
constexpr int kContourPoints = 400;  // about what the outline of such an ellipse has

struct Ellipse {
  const char* name;
  const char* label;
  dicom::Code type;
  double row, col, half_rows, half_cols;
};

const std::array<Ellipse, 5> kEllipses = {{
    {"femur", "Femur", {"71341001", "SCT", "Femur"}, 520, 300, 110, 120},
    {"adductor_magnus", "Adductor magnus", {"22443", "FMA", "Adductor magnus"}, 560, 700, 90, 220},
    {"semitendinosus", "Semitendinosus", {"22357", "FMA", "Semitendinosus"}, 170, 720, 70, 160},
    {"sciatic_nerve", "Sciatic nerve", {"19034", "FMA", "Sciatic nerve"}, 340, 620, 40, 70},
    {"femoral_artery", "Femoral artery", {"7657000", "SCT", "Femoral artery"}, 180, 300, 50, 60},
}};

dicom::SourceImage make_source() {
  dicom::RgbFrame frame{kRows, kCols, std::vector<std::uint8_t>(std::size_t{3} * kRows * kCols, 40)};
  dicom::UltrasoundOptions options;
  options.patient_name = "Phantom^Bench";
  options.patient_id = "SIM-BENCH";
  options.content_date = "20260101";
  options.content_time = "101112";
  options.mm_per_pixel = kMmPerPixel;
  return dicom::SourceImage::from_bytes(dicom::to_part10(*dicom::make_ultrasound({frame}, options)));
}

std::vector<std::uint8_t> mask_of(const Ellipse& ellipse) {
  std::vector<std::uint8_t> mask;
  mask.reserve(std::size_t{kRows} * kCols);
  for (int row = 0; row < kRows; ++row) {
    for (int col = 0; col < kCols; ++col) {
      const double y = (row - ellipse.row) / ellipse.half_rows, x = (col - ellipse.col) / ellipse.half_cols;
      mask.push_back(x * x + y * y <= 1.0 ? 1 : 0);
    }
  }
  return mask;
}

std::vector<std::pair<float, float>> contour_of(const Ellipse& ellipse) {
  std::vector<std::pair<float, float>> points;
  for (int i = 0; i < kContourPoints; ++i) {
    const double angle = 2.0 * kPi * i / kContourPoints;
    points.emplace_back(static_cast<float>(ellipse.col + ellipse.half_cols * std::cos(angle)),
                        static_cast<float>(ellipse.row + ellipse.half_rows * std::sin(angle)));
  }
  return points;
}

dicom::Algorithm algorithm() {
  return {"bench", "1.0.0", "Encoding benchmark", std::string(64, 'a'), true, {}, {}};
}

dicom::Segment segment_of(const Ellipse& ellipse) {
  dicom::Segment segment;
  segment.label = ellipse.label;
  segment.description = std::string(ellipse.label) + ", research use";
  segment.category = code::kAnatomicalStructure;
  segment.type = ellipse.type;
  segment.anatomic_region = dicom::Code{"68367000", "SCT", "Thigh"};
  segment.colour_rgb = {230, 200, 120};
  segment.tracking_id = ellipse.name;
  segment.tracking_uid = dicom::deterministic_uid(std::string("bench tracking ") + ellipse.name);
  return segment;
}

std::vector<dicom::Measurement> measurements_of(const Ellipse& ellipse) {
  const auto item = [](const dicom::Code& concept_name, double value, const dicom::Code& unit,
                       std::optional<dicom::Code> derivation = std::nullopt) {
    return dicom::Measurement{concept_name, value, unit, std::move(derivation), std::nullopt};
  };
  const double a = ellipse.half_cols * kMmPerPixel, b = ellipse.half_rows * kMmPerPixel;
  return {item(code::kArea, kPi * a * b, code::kSquareMillimetre),
          item(code::kPerimeter, kPi * (a + b), code::kMillimetre),
          item(code::kMajorAxis, 2.0 * std::max(a, b), code::kMillimetre),
          item(code::kMinorAxis, 2.0 * std::min(a, b), code::kMillimetre),
          item(code::kDepth, ellipse.row * kMmPerPixel - b, code::kMillimetre, code::kMinimum),
          item(code::kDepth, ellipse.row * kMmPerPixel, code::kMillimetre, code::kMean),
          item(code::kEchogenicity, 40.0, code::kArbitraryUnit, code::kMean),
          item(code::kEchogenicity, 0.0, code::kArbitraryUnit, code::kStandardDeviation),
          item(code::kProbability, 0.75, code::kNoUnits, code::kMean)};
}

dicom::MeasurementGroup group_of(const Ellipse& ellipse, const dicom::Segment& segment, int number) {
  dicom::MeasurementGroup group;
  group.tracking_id = segment.tracking_id;
  group.tracking_uid = segment.tracking_uid;
  group.finding = segment.type;
  group.finding_site = segment.anatomic_region;
  group.segment_number = number;
  group.segmentation_frame = number;
  group.contour = contour_of(ellipse);
  group.measurements = measurements_of(ellipse);
  return group;
}

}  // namespace

EncodeExample encode_example() {
  EncodeExample example{make_source(), {}, {}};
  dicom::SegmentationContent& segmentation = example.segmentation;
  dicom::ReportContent& report = example.report;
  segmentation.algorithm = report.algorithm = algorithm();
  segmentation.content_date = report.content_date = "20260101";
  segmentation.content_time = report.content_time = "101500";
  segmentation.series_number = 51;
  segmentation.sop_instance_uid = dicom::deterministic_uid("bench seg");
  segmentation.series_instance_uid = dicom::deterministic_uid("bench seg series");
  report.series_number = 52;
  report.sop_instance_uid = dicom::deterministic_uid("bench sr");
  report.series_instance_uid = dicom::deterministic_uid("bench sr series");
  for (const Ellipse& ellipse : kEllipses) {
    const int number = static_cast<int>(segmentation.segments.size()) + 1;
    segmentation.segments.push_back(segment_of(ellipse));
    segmentation.frames.push_back({number, 0, mask_of(ellipse)});
    report.groups.push_back(group_of(ellipse, segmentation.segments.back(), number));
  }
  return example;
}

}  // namespace sonolist::bench
