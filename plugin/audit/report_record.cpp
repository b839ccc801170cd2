#include "plugin/audit/report_record.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>

#include <algorithm>
#include <cmath>
#include <ctime>

#include "dicom_sr/error.h"
#include "dicom_sr/file/part10.h"
#include "dicom_sr/modules/utf8_conversion.h"
#include "dicom_sr/report/measurement_report.h"
#include "dicom_sr/report/report_codes.h"
#include "plugin/digest/sha256.h"
#include "plugin/routing/segmentation_header.h"

namespace sonolist::plugin {
namespace {

namespace code = dicom::code;

constexpr std::size_t kSha256Digits = 64;

// Content Date and Time of a report that names no time zone are of the place where it was written: ours, for want of
// better knowledge.
TimePoint local_time(const TimePoint as_if_utc) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(as_if_utc);
  const std::time_t time = std::chrono::system_clock::to_time_t(seconds);
  std::tm fields{};
  gmtime_r(&time, &fields);
  fields.tm_isdst = -1;
  const std::time_t local = std::mktime(&fields);
  return std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::from_time_t(local)) +
         (as_if_utc - seconds);
}

TimePoint content_time(const dicom::MeasurementReport& report, const std::string& zone) {
  const std::string text = report.content_date + report.content_time;
  if (const auto with_zone = zone.empty() ? std::nullopt : parse_date_time(text + zone)) return with_zone->first;
  const auto interval = parse_date_time(text);
  return interval ? local_time(interval->first) : TimePoint{};
}

// Our reports name model and version as the model of the device that observed: "anterior-sciatic 0.1.0".
void take_observer(const dicom::ReadObserver& observer, AuditAlgorithm& algorithm) {
  const std::size_t space = observer.model.rfind(' ');
  if (observer.manufacturer == "Sonolist" && space != std::string::npos) {
    algorithm.model = observer.model.substr(0, space);
    algorithm.model_version = observer.model.substr(space + 1);
  } else {
    algorithm.model = observer.name.empty() ? observer.model : observer.name;
  }
}

AuditAlgorithm algorithm_of(const dicom::MeasurementReport& report) {
  AuditAlgorithm algorithm;
  algorithm.producer = report.manufacturer;
  if (report.algorithm) {
    algorithm.model = report.algorithm->name;
    algorithm.model_version = report.algorithm->version;
  }
  for (const dicom::ReadObserver& observer : report.observers) {
    if (!observer.is_device) continue;
    // Without a measurement no algorithm is named.
    if (algorithm.model.empty()) take_observer(observer, algorithm);
    // Our reports say there which weights worked; another vendor's serial number is not of this form.
    if (observer.serial_number.size() == kSha256Digits) algorithm.weights = observer.serial_number;
    break;
  }
  return algorithm;
}

AuditMeasurement measurement_of(const dicom::ReadMeasurement& read) {
  return {read.concept, read.derivation ? read.derivation->meaning : "", *read.value,
          read.unit ? read.unit->value : ""};
}

bool is_agreement(const dicom::ReadMeasurementGroup& group) {
  return std::any_of(group.measurements.begin(), group.measurements.end(),
                     [](const dicom::ReadMeasurement& measurement) { return measurement.concept == code::kDice; });
}

AuditResult result_of(const dicom::ReadMeasurementGroup& group) {
  AuditResult result;
  result.outcome = is_agreement(group) ? "compared" : "found";
  result.structure = group.finding ? group.finding : group.finding_site;
  result.laterality = group.laterality;
  result.tracking_uid = group.tracking_uid;
  result.segmentation_uid = group.segmentation_uid;
  result.segment = group.segment_number;
  for (const dicom::ReadMeasurement& measurement : group.measurements) {
    if (measurement.value && std::isfinite(*measurement.value)) {
      result.measurements.push_back(measurement_of(measurement));
    }
  }
  return result;
}

bool is_segmentation(const dicom::ReadEvidence& evidence) {
  return is_segmentation_class(evidence.sop_class_uid);
}

// What was measured: the group's own reference, else the library, else a contour's, else the first evidence that is no
// segmentation.
std::string source_of(const dicom::MeasurementReport& report) {
  for (const dicom::ReadMeasurementGroup& group : report.groups) {
    if (!group.source_sop_instance_uid.empty()) return group.source_sop_instance_uid;
  }
  if (!report.images.empty()) return report.images.front().sop_instance_uid;
  for (const dicom::ReadMeasurementGroup& group : report.groups) {
    if (!group.contours.empty() && !group.contours.front().sop_instance_uid.empty()) {
      return group.contours.front().sop_instance_uid;
    }
  }
  const auto image = std::find_if_not(report.evidence.begin(), report.evidence.end(), is_segmentation);
  return image == report.evidence.end() ? "" : image->sop_instance_uid;
}

}  // namespace

AuditScanner scanner_of(const ImageAttributes& image) {
  return {image.value("Modality"), image.value("Manufacturer"), image.value("ManufacturerModelName"),
          image.value("StationName")};
}

AuditRecord read_report_record(const std::vector<std::uint8_t>& part10) {
  const auto dataset = dicom::from_part10(part10);
  const dicom::MeasurementReport report = dicom::read_measurement_report(*dataset);
  const dicom::Utf8Reader texts(*dataset);
  AuditRecord record;
  record.sop_uid = report.sop_instance_uid;
  record.study_uid = report.study_instance_uid;
  record.study_date = texts.text(*dataset, DCM_StudyDate);
  record.patient_id = texts.text(*dataset, DCM_PatientID);
  record.accession_number = texts.text(*dataset, DCM_AccessionNumber);
  record.source_sop_uid = source_of(report);
  record.algorithm = algorithm_of(report);
  record.time = content_time(report, texts.text(*dataset, DCM_TimezoneOffsetFromUTC));
  record.sha256 = sha256_hex({reinterpret_cast<const char*>(part10.data()), part10.size()});
  for (const dicom::ReadMeasurementGroup& group : report.groups) record.results.push_back(result_of(group));
  for (const dicom::ReadEvaluation& evaluation : report.evaluations) {
    if (evaluation.concept != code::kStructureNotFound) continue;
    // Earlier reports named it by a text.
    const dicom::Code structure = evaluation.code.value_or(dicom::Code{"", "", evaluation.text});
    record.results.push_back({"missing", "", structure, std::nullopt, "", "", std::nullopt, {}});
  }
  if (record.results.size() > kMostResults) {
    throw dicom::DicomError(dicom::ErrorClass::kInput,
                            "the report has more than " + std::to_string(kMostResults) + " results");
  }
  if (record.results.empty()) {
    record.results.push_back({"missing", "", std::nullopt, std::nullopt, "", "", std::nullopt, {}});
  }
  const bool compares = std::any_of(record.results.begin(), record.results.end(),
                                    [](const AuditResult& result) { return result.outcome == "compared"; });
  record.kind = compares ? "agreement" : "report";
  return record;
}

}  // namespace sonolist::plugin
