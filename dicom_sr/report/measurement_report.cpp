#include "dicom_sr/report/measurement_report.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

#include "dicom_sr/modules/sequence_items.h"
#include "dicom_sr/modules/utf8_conversion.h"
#include "dicom_sr/refusal.h"
#include "dicom_sr/report/group_reader.h"
#include "dicom_sr/report/report_codes.h"

namespace sonolist::dicom {

namespace {

constexpr std::array<std::string_view, 4> kTitles{"126000", "126001", "126002", "126003"};  // CID 7021

bool names(const ContentItem& item, const Code& concept) {
  return item.concept && *item.concept == concept;
}

std::string required(const Utf8Reader& texts, DcmItem& dataset, const DcmTagKey& tag, const std::string& name) {
  std::string value = texts.text(dataset, tag);
  if (value.empty()) refuse_input(name + " is missing");
  return value;
}

Code required_title(const ContentItem& root) {
  if (!root.concept) refuse_input("Concept Name Code Sequence (0040,A043) of the report, its title, is missing");
  const bool is_title =
      root.concept->scheme == "DCM" && std::find(kTitles.begin(), kTitles.end(), root.concept->value) != kTitles.end();
  if (!is_title && root.template_id != "1500")
    refuse_input(
        "the report is no Measurement Report: neither its title nor Template Identifier (0040,DB00) is of TID 1500");
  return *root.concept;
}

// Rows of several observers follow each other; each begins with its type.
void read_observer_row(const ContentItem& item, std::vector<ReadObserver>& observers) {
  if (names(item, code::kObserverType)) {
    observers.emplace_back();
    observers.back().is_device = item.code && *item.code == code::kDevice;
    return;
  }
  const std::pair<const Code*, std::string ReadObserver::*> rows[] = {
      {&code::kDeviceObserverName, &ReadObserver::name},
      {&code::kDeviceObserverUid, &ReadObserver::uid},
      {&code::kDeviceObserverManufacturer, &ReadObserver::manufacturer},
      {&code::kDeviceObserverModelName, &ReadObserver::model},
      {&code::kDeviceObserverSerialNumber, &ReadObserver::serial_number}};
  for (const auto& [concept, field] : rows) {
    if (!names(item, *concept)) continue;
    // A device may leave its type out: TID 1002 has Person as the default, yet only devices have these rows.
    if (observers.empty()) observers.emplace_back();
    observers.back().is_device = true;
    observers.back().*field = item.text;
  }
}

std::optional<Code> modality_below(const ContentItem& item) {
  const ContentItem* modality = find_child(item, code::kModality);
  return modality != nullptr ? modality->code : std::nullopt;
}

void read_library(const ContentItem& container, const std::optional<Code>& modality,
                  std::vector<ReadLibraryImage>& images) {
  for (const ContentItem& item : container.children) {
    if (item.value_type == "CONTAINER") {
      const auto of_group = modality_below(item);
      read_library(item, of_group ? of_group : modality, images);
    } else if (!item.sop_instance_uid.empty()) {
      const auto own = modality_below(item);
      images.push_back({item.sop_class_uid, item.sop_instance_uid, own ? own : modality});
    }
  }
}

void read_measurements(const ContentItem& container, MeasurementReport& report) {
  const ReadAlgorithm algorithm = algorithm_below(container, {});
  for (const ContentItem& item : container.children) {
    if (item.value_type == "CONTAINER") report.groups.push_back(read_group(item, algorithm));
  }
}

void read_evaluations(const ContentItem& container, MeasurementReport& report) {
  for (const ContentItem& item : container.children) {
    if (auto evaluation = read_evaluation(item)) report.evaluations.push_back(*evaluation);
  }
}

void read_root(const ContentItem& root, MeasurementReport& report) {
  bool has_content = false;
  for (const ContentItem& item : root.children) {
    if (names(item, code::kLanguage)) {
      report.language = item.code;
    } else if (names(item, code::kProcedureReported) && item.code) {
      report.procedures.push_back(*item.code);
    } else if (names(item, code::kImageLibrary)) {
      read_library(item, std::nullopt, report.images);
    } else if (names(item, code::kImagingMeasurements)) {
      has_content = true;
      read_measurements(item, report);
    } else if (names(item, code::kQualitativeEvaluations)) {
      has_content = true;
      read_evaluations(item, report);
    } else if (item.value_type == "CONTAINER") {
      ++report.skipped_containers;
    } else {
      read_observer_row(item, report.observers);
    }
  }
  if (!has_content)
    refuse_input("both Imaging Measurements (126010,DCM) and Qualitative Evaluations (C0034375,UMLS) are missing");
}

void find_algorithm(MeasurementReport& report) {
  for (const ReadMeasurementGroup& group : report.groups) {
    for (const ReadMeasurement& measurement : group.measurements) {
      if (measurement.algorithm.name.empty()) continue;
      report.algorithm = measurement.algorithm;
      return;
    }
  }
}

void collect_references(const ContentItem& item, std::set<std::string>& seen, std::vector<ReadEvidence>& references) {
  if (!item.sop_instance_uid.empty() && seen.insert(item.sop_instance_uid).second)
    references.push_back({"", "", item.sop_class_uid, item.sop_instance_uid});
  for (const ContentItem& child : item.children) collect_references(child, seen, references);
}

void read_evidence(const Utf8Reader& texts, DcmItem& dataset, const DcmTagKey& tag,
                   std::vector<ReadEvidence>& evidence) {
  for_each_item(dataset, tag, [&](DcmItem& study) {
    for_each_item(study, DCM_ReferencedSeriesSequence, [&](DcmItem& series) {
      for_each_item(series, DCM_ReferencedSOPSequence, [&](DcmItem& instance) {
        evidence.push_back({texts.text(study, DCM_StudyInstanceUID), texts.text(series, DCM_SeriesInstanceUID),
                            texts.text(instance, DCM_ReferencedSOPClassUID),
                            texts.text(instance, DCM_ReferencedSOPInstanceUID)});
      });
    });
  });
}

}  // namespace

MeasurementReport read_measurement_report(DcmDataset& dataset) {
  const Utf8Reader texts(dataset);
  MeasurementReport report;
  report.sop_class_uid = required(texts, dataset, DCM_SOPClassUID, "SOP Class UID (0008,0016)");
  report.sop_instance_uid = required(texts, dataset, DCM_SOPInstanceUID, "SOP Instance UID (0008,0018)");
  const std::pair<DcmTagKey, std::string MeasurementReport::*> header[] = {
      {DCM_SeriesInstanceUID, &MeasurementReport::series_instance_uid},
      {DCM_StudyInstanceUID, &MeasurementReport::study_instance_uid},
      {DCM_Manufacturer, &MeasurementReport::manufacturer},
      {DCM_SeriesDescription, &MeasurementReport::series_description},
      {DCM_ContentDate, &MeasurementReport::content_date},
      {DCM_ContentTime, &MeasurementReport::content_time},
      {DCM_CompletionFlag, &MeasurementReport::completion},
      {DCM_VerificationFlag, &MeasurementReport::verification}};
  for (const auto& [tag, field] : header) report.*field = texts.text(dataset, tag);

  const ContentItem root = read_content_tree(dataset);
  report.title = required_title(root);
  read_root(root, report);
  find_algorithm(report);
  std::set<std::string> seen;
  collect_references(root, seen, report.references);
  read_evidence(texts, dataset, DCM_CurrentRequestedProcedureEvidenceSequence, report.evidence);
  read_evidence(texts, dataset, DCM_PertinentOtherEvidenceSequence, report.evidence);
  return report;
}

}  // namespace sonolist::dicom
