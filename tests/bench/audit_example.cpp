#include "tests/bench/audit_example.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>

#include <array>
#include <random>

#include "dicom_sr/codes/concepts.h"
#include "dicom_sr/file/part10.h"
#include "dicom_sr/modules/attributes.h"
#include "dicom_sr/report/report_codes.h"
#include "dicom_sr/tests/result_example.h"
#include "plugin/audit/report_record.h"

namespace sonolist::bench {
namespace {

namespace code = dicom::code;
using plugin::AuditRecord;

constexpr int kRecordsADay = 274;  // 200,000 in two years
constexpr int kScanners = 20;
constexpr int kPatients = 50'000;
constexpr int kStructures = 5;
constexpr int kCompanionEvery = 100;

std::string number_text(int number) {
  return std::to_string(number);
}

plugin::TimePoint time_of(int number) {
  const plugin::TimePoint begin = plugin::parse_date_time("20241130")->first;
  const auto day = std::chrono::hours(24) * (number / kRecordsADay);
  return begin + day + std::chrono::seconds(28'800 + number % kRecordsADay * 120);
}

std::string version_of(int number) {
  constexpr std::array kVersions{"1.0.0", "1.1.0", "1.2.0", "2.0.0"};
  constexpr int kReportsOfOne = 50'000;
  return kVersions[static_cast<std::size_t>(number / kReportsOfOne) % kVersions.size()];
}

// The same numbers on every machine: the engine is defined by the standard, distributions are not.
double uniform(std::mt19937& random) {
  return static_cast<double>(random()) / 4294967296.0;
}
double about(std::mt19937& random, double mean, double spread) {
  const double sum = uniform(random) + uniform(random) + uniform(random) + uniform(random);
  return std::round((mean + (sum - 2) * spread) * 1000) / 1000;
}

struct Kind {
  dicom::Code concept;
  std::optional<dicom::Code> derivation;
  dicom::Code unit;
  double mean, spread;
};

const std::array<Kind, 10>& kinds() {
  static const std::array<Kind, 10> kKinds{
      {{code::kArea, std::nullopt, code::kSquareMillimetre, 60, 20},
       {code::kPerimeter, std::nullopt, code::kMillimetre, 30, 8},
       {code::kMajorAxis, std::nullopt, code::kMillimetre, 12, 3},
       {code::kMinorAxis, std::nullopt, code::kMillimetre, 6, 2},
       {code::kDepth, code::kMinimum, code::kMillimetre, 20, 6},
       {code::kDepth, code::kMean, code::kMillimetre, 24, 6},
       {code::kEchogenicity, code::kMean, code::kArbitraryUnit, 90, 25},
       {code::kEchogenicity, code::kStandardDeviation, code::kArbitraryUnit, 20, 5},
       {code::kProbability, code::kMean, code::kNoUnits, 0.8, 0.09},
       {code::kDice, std::nullopt, code::kNoUnits, 0.8, 0.09}}};
  return kKinds;
}

// The concept of an estimated Dice is not that of a measured one.
const dicom::Code kEstimatedDice{"ESTIMATEDDICE", code::kPrivateScheme, "Estimated Dice coefficient"};

std::vector<dicom::Measurement> measurements(int number, int structure) {
  std::mt19937 random(static_cast<unsigned>(number * kStructures + structure));
  std::vector<dicom::Measurement> list;
  for (const Kind& kind : kinds()) {
    const double value = about(random, kind.mean * (1 + 0.2 * structure), kind.spread);
    const dicom::Code& concept = kind.concept == code::kDice ? kEstimatedDice : kind.concept;
    list.push_back({concept, value, kind.unit, kind.derivation, std::nullopt});
  }
  return list;
}

plugin::AuditScanner scanner_of(int number) {
  const int scanner = number % kScanners;
  return {"US", scanner < 12 ? "ACME" : "Scanner works", "Probe " + number_text(scanner % 4),
          "OR" + number_text(scanner)};
}

// Once read from a file, then changed in what differs.
const AuditRecord& base() {
  static const AuditRecord kBase = plugin::read_report_record(example_report_file(0));
  return kBase;
}

void identify(AuditRecord& record, const std::string& kind, int number) {
  record.kind = kind;
  record.orthanc_id = kind + "-" + number_text(number);
  record.sop_uid = "2.25.5" + std::to_string(kind.size()) + number_text(number);
  record.study_uid = "2.25.4" + number_text(number / 2);
  record.patient_id = "P" + number_text(number % kPatients);
  record.accession_number = "A" + number_text(number / 2);
  record.source_sop_uid = "2.25.3" + number_text(number);
  record.scanner = scanner_of(number);
  record.scanner_known = true;
  record.algorithm.model_version = version_of(number);
  record.time = time_of(number);
  record.study_date = plugin::format_date_time(record.time).substr(0, 8);
}

}  // namespace

std::vector<std::uint8_t> example_report_file(int number) {
  const auto dataset = dicom::test::source_dataset({});
  dicom::put_string(*dataset, DCM_SOPInstanceUID, "2.25.3" + number_text(number));
  dicom::put_string(*dataset, DCM_StudyInstanceUID, "2.25.4" + number_text(number / 2));
  dicom::put_string(*dataset, DCM_SeriesInstanceUID, "2.25.6" + number_text(number / 2));
  dicom::put_string(*dataset, DCM_PatientID, "P" + number_text(number % kPatients));
  dicom::put_string(*dataset, DCM_AccessionNumber, "A" + number_text(number / 2));
  const std::string time = plugin::format_date_time(time_of(number));
  dicom::put_string(*dataset, DCM_StudyDate, time.substr(0, 8));
  dicom::put_string(*dataset, DCM_TimezoneOffsetFromUTC, "+0000");
  const auto source = dicom::SourceImage::from_bytes(dicom::to_part10(*dataset));
  dicom::SegmentationContent segmentation = dicom::test::segmentation_content(source, kStructures);
  segmentation.sop_instance_uid = "2.25.7" + number_text(number);
  segmentation.algorithm.model_version = version_of(number);
  const auto seg = dicom::make_segmentation(source, segmentation);
  dicom::ReportContent report = dicom::test::report_content(source, segmentation);
  report.algorithm.model_version = version_of(number);
  report.sop_instance_uid = "2.25.56" + number_text(number);
  report.content_date = time.substr(0, 8);
  report.content_time = time.substr(8, 13);
  for (int i = 0; i < kStructures; ++i) {
    report.groups[static_cast<std::size_t>(i)].measurements = measurements(number, i);
  }
  return dicom::to_part10(*dicom::make_report(source, seg.get(), report));
}

AuditRecord example_record(int number) {
  AuditRecord record = base();
  identify(record, "report", number);
  for (int i = 0; i < kStructures; ++i) {
    plugin::AuditResult& result = record.results[static_cast<std::size_t>(i)];
    const auto values = measurements(number, i);
    for (std::size_t k = 0; k < values.size(); ++k) result.measurements[k].value = *values[k].value;
    result.segmentation_uid = "2.25.7" + number_text(number);
  }
  // One artery in twenty is not found.
  if (number % 20 == 7) {
    plugin::AuditResult& artery = record.results.back();
    artery.outcome = "missing";
    artery.measurements.clear();
  }
  return record;
}

std::vector<AuditRecord> example_companions(int number) {
  if (number % kCompanionEvery != 0) return {};
  std::mt19937 random(static_cast<unsigned>(number));
  AuditRecord failure;
  failure.algorithm.model = "anterior-sciatic";
  identify(failure, "failure", number);
  failure.results.push_back(
      {"failed", "INPUT: the image has no pixels", std::nullopt, std::nullopt, "", "", std::nullopt, {}});
  AuditRecord skipped;
  identify(skipped, "skipped", number);
  skipped.algorithm = {};
  skipped.results.push_back({"skipped", "No rule matches", std::nullopt, std::nullopt, "", "", std::nullopt, {}});
  AuditRecord agreement = base();
  identify(agreement, "agreement", number);
  for (plugin::AuditResult& result : agreement.results) {
    result.outcome = "compared";
    result.measurements = {{code::kDice, "", about(random, 0.8, 0.09), "1"}};
  }
  return {failure, skipped, agreement};
}

}  // namespace sonolist::bench
