#include "dicom_sr/workitem/processing_task.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>

#include "dicom_sr/codes/concepts.h"
#include "dicom_sr/error.h"
#include "dicom_sr/json/string_values.h"
#include "dicom_sr/workitem/content_item.h"
#include "dicom_sr/workitem/instances.h"
#include "dicom_sr/workitem/tags.h"

namespace sonolist::dicom {
namespace {

// Type 2 attributes of the create column for which our steps have no value (PS3.4 table CC.2.5-3).
struct EmptyAttribute {
  const char* tag;
  const char* vr;
};
constexpr std::array<EmptyAttribute, 14> kEmptyOnCreate{{
    {tag::kTransactionUid, "UI"},
    {tag::kScheduledStationNameCodeSequence, "SQ"},
    {tag::kScheduledStationClassCodeSequence, "SQ"},
    {tag::kScheduledStationGeographicLocationCodeSequence, "SQ"},
    {tag::kCommentsOnScheduledProcedureStep, "LT"},
    {tag::kIssuerOfPatientIdQualifiersSequence, "SQ"},
    {tag::kOtherPatientIdsSequence, "SQ"},
    {tag::kAdmissionId, "LO"},
    {tag::kIssuerOfAdmissionIdSequence, "SQ"},
    {tag::kAdmittingDiagnosesDescription, "LO"},
    {tag::kAdmittingDiagnosesCodeSequence, "SQ"},
    {tag::kProcedureStepProgressInformationSequence, "SQ"},
    {tag::kUpsPerformedProcedureSequence, "SQ"},
    {tag::kReferencedRequestSequence, "SQ"},
}};

// Type 2 attributes of an item of the Referenced Request Sequence that only an order would fill.
constexpr std::array<EmptyAttribute, 6> kEmptyInRequest{{
    {"00080051", "SQ"},  // Issuer of Accession Number
    {"00321060", "LO"},  // Requested Procedure Description
    {"00321064", "SQ"},  // Requested Procedure Code
    {"00400026", "SQ"},  // Order Placer Identifier
    {"00400027", "SQ"},  // Order Filler Identifier
    {"00401001", "SH"},  // Requested Procedure ID
}};

void set_patient(Json& workitem, const ProcessingTask& task) {
  set_person_name(workitem, tag::kPatientName, task.patient_name);
  // Type 1C: present only with a value.
  if (!task.patient_id.empty()) set_string(workitem, tag::kPatientId, "LO", task.patient_id);
  set_string(workitem, tag::kIssuerOfPatientId, "LO", task.issuer_of_patient_id);
  set_string(workitem, tag::kPatientBirthDate, "DA", task.patient_birth_date);
  set_string(workitem, tag::kPatientSex, "CS", task.patient_sex);
}

void set_request(Json& workitem, const ProcessingTask& task) {
  if (task.accession_number.empty()) return;
  Json request = Json::object();
  set_string(request, tag::kStudyInstanceUid, "UI", task.study_instance_uid);
  set_string(request, tag::kAccessionNumber, "SH", task.accession_number);
  for (const EmptyAttribute& attribute : kEmptyInRequest) set_empty(request, attribute.tag, attribute.vr);
  set_items(workitem, tag::kReferencedRequestSequence, {std::move(request)});
}

// "SegmentationType" is (SEGMENTATIONTYPE,99SONOLIST,"SegmentationType").
Code output_code(const std::string& name) {
  Code code{name, code::kPrivateScheme, name};
  std::transform(name.begin(), name.end(), code.value.begin(), [](unsigned char c) { return std::toupper(c); });
  return code;
}

std::vector<Json> scheduled_parameters(const ProcessingTask& task) {
  std::vector<Json> items{text_item(code::kModel, task.model)};
  if (!task.model_version.empty()) items.push_back(text_item(code::kModelVersion, task.model_version));
  items.push_back(text_item(code::kAttempt, std::to_string(task.attempt)));
  for (const auto& [name, text] : task.outputs) items.push_back(text_item(output_code(name), text));
  return items;
}

std::vector<Json> input_items(const ProcessingTask& task) {
  std::vector<Json> items;
  for (const InputSeries& series : task.inputs) {
    std::vector<Json> references;
    std::transform(
        series.instances.begin(), series.instances.end(), std::back_inserter(references),
        [](const InstanceReference& input) { return sop_reference(input.sop_class_uid, input.sop_instance_uid); });
    items.push_back(instances_item(task.study_instance_uid, series.series_instance_uid, std::move(references),
                                   series.retrieve_url));
  }
  return items;
}

Json storage_item(const std::string& url) {
  Json access = Json::object();
  set_string(access, tag::kStorageUrl, "UR", url);
  Json item = Json::object();
  set_items(item, tag::kStowRsStorageSequence, {std::move(access)});
  return item;
}

// The first destination that is reached by STOW-RS.
std::string storage_url(const Json& workitem) {
  for (const Json& destination : get_items(workitem, tag::kOutputDestinationSequence)) {
    for (const Json& access : get_items(destination, tag::kStowRsStorageSequence)) {
      const std::string url = get_string(access, tag::kStorageUrl).value_or("");
      if (!url.empty()) return url;
    }
  }
  return "";
}

std::string required(const Json& dataset, const char* tag, const char* name) {
  const auto value = get_string(dataset, tag);
  if (!value || value->empty()) {
    throw DicomError(ErrorClass::kInput, std::string("the workitem has no ") + name + " (" + tag + ")");
  }
  return *value;
}

InputSeries read_series(const Json& item) {
  InputSeries series;
  series.series_instance_uid = required(item, tag::kSeriesInstanceUid, "Series Instance UID of the input");
  for (const Json& reference : get_items(item, tag::kReferencedSopSequence)) {
    series.instances.push_back({required(reference, tag::kReferencedSopClassUid, "Referenced SOP Class UID"),
                                required(reference, tag::kReferencedSopInstanceUid, "Referenced SOP Instance UID")});
  }
  if (series.instances.empty()) {
    throw DicomError(ErrorClass::kInput, "the workitem's input has no item in Referenced SOP Sequence (00081199)");
  }
  for (const Json& access : get_items(item, tag::kWadoRsRetrievalSequence)) {
    if (series.retrieve_url.empty()) series.retrieve_url = get_string(access, tag::kRetrieveUrl).value_or("");
  }
  return series;
}

void read_inputs(const Json& workitem, ProcessingTask& task) {
  const std::vector<Json> items = get_items(workitem, tag::kInputInformationSequence);
  if (items.empty()) {
    throw DicomError(ErrorClass::kInput, "the workitem has no item in Input Information Sequence (00404021)");
  }
  for (const Json& item : items) {
    if (required(item, tag::kTypeOfInstances, "Type of Instances") != "DICOM") {
      throw DicomError(ErrorClass::kInput, "Type of Instances (0040E020) of the workitem's input is not DICOM");
    }
    const std::string study = required(item, tag::kStudyInstanceUid, "Study Instance UID of the input");
    if (!task.inputs.empty() && study != task.study_instance_uid) {
      throw DicomError(ErrorClass::kInput,
                       "Input Information Sequence (00404021) names several studies; schedule one step for each");
    }
    task.study_instance_uid = study;
    task.inputs.push_back(read_series(item));
  }
}

int read_attempt(const std::vector<Json>& parameters) {
  const auto text = text_parameter(parameters, code::kAttempt);
  if (!text) return 1;
  int attempt = 0;
  const auto result = std::from_chars(text->data(), text->data() + text->size(), attempt);
  if (result.ec != std::errc() || result.ptr != text->data() + text->size() || attempt < 1) {
    throw DicomError(ErrorClass::kInput, "the processing parameter ATTEMPT (00741210) is no positive number");
  }
  return attempt;
}

// A replaced step or a request may be absent; then so is its value.
std::string nested_string(const Json& dataset, const char* sequence, const char* tag) {
  const std::vector<Json> items = get_items(dataset, sequence);
  return items.empty() ? "" : get_string(items.front(), tag).value_or("");
}

std::string person_name(const Json& workitem) {
  if (!has_value(workitem, tag::kPatientName)) return "";
  const auto name = person_name_from_json(workitem.at(tag::kPatientName).at("Value").front());
  if (!name) throw DicomError(ErrorClass::kInput, "Patient's Name (00100010) of the workitem is no PN value");
  return *name;
}

}  // namespace

Json to_workitem(const ProcessingTask& task) {
  Json workitem = Json::object();
  set_string(workitem, tag::kSpecificCharacterSet, "CS", "ISO_IR 192");
  set_string(workitem, tag::kSopClassUid, "UI", kUpsPushSopClassUid);
  set_string(workitem, tag::kSopInstanceUid, "UI", task.workitem_uid);
  for (const EmptyAttribute& attribute : kEmptyOnCreate) set_empty(workitem, attribute.tag, attribute.vr);

  set_string(workitem, tag::kScheduledProcedureStepPriority, "CS", task.priority);
  set_string(workitem, tag::kProcedureStepLabel, "LO", task.label);
  set_string(workitem, tag::kWorklistLabel, "LO", task.worklist_label);
  set_string(workitem, tag::kScheduledProcedureStepStartDateTime, "DT", task.start_date_time);
  set_code(workitem, tag::kScheduledWorkitemCodeSequence, code::kImageProcessing);
  set_items(workitem, tag::kScheduledProcessingParametersSequence, scheduled_parameters(task));
  set_string(workitem, tag::kInputReadinessState, "CS", "READY");
  set_string(workitem, tag::kProcedureStepState, "CS", "SCHEDULED");
  set_items(workitem, tag::kInputInformationSequence, input_items(task));
  set_string(workitem, tag::kStudyInstanceUid, "UI", task.study_instance_uid);
  set_patient(workitem, task);
  set_request(workitem, task);
  if (!task.storage_url.empty()) set_items(workitem, tag::kOutputDestinationSequence, {storage_item(task.storage_url)});
  if (!task.replaced_workitem_uid.empty()) {
    set_items(workitem, tag::kReplacedProcedureStepSequence,
              {sop_reference(kUpsPushSopClassUid, task.replaced_workitem_uid)});
  }
  return workitem;
}

ProcessingTask from_workitem(const Json& workitem) {
  ProcessingTask task;
  task.workitem_uid = required(workitem, tag::kSopInstanceUid, "SOP Instance UID");
  const std::vector<Json> parameters = get_items(workitem, tag::kScheduledProcessingParametersSequence);
  const auto model = text_parameter(parameters, code::kModel);
  if (!model || model->empty()) {
    throw DicomError(
        ErrorClass::kInput,
        "the workitem has no text (MODEL,99SONOLIST) in Scheduled Processing Parameters Sequence (00741210)");
  }
  task.model = *model;
  task.model_version = text_parameter(parameters, code::kModelVersion).value_or("");
  task.attempt = read_attempt(parameters);
  for (const char* name : kOutputOptionNames) {
    if (const auto text = text_parameter(parameters, output_code(name))) task.outputs[name] = *text;
  }
  task.priority = get_string(workitem, tag::kScheduledProcedureStepPriority).value_or("MEDIUM");
  task.worklist_label = get_string(workitem, tag::kWorklistLabel).value_or("");
  task.label = get_string(workitem, tag::kProcedureStepLabel).value_or("");
  task.start_date_time = get_string(workitem, tag::kScheduledProcedureStepStartDateTime).value_or("");
  read_inputs(workitem, task);
  task.patient_name = person_name(workitem);
  task.patient_id = get_string(workitem, tag::kPatientId).value_or("");
  task.issuer_of_patient_id = get_string(workitem, tag::kIssuerOfPatientId).value_or("");
  task.patient_birth_date = get_string(workitem, tag::kPatientBirthDate).value_or("");
  task.patient_sex = get_string(workitem, tag::kPatientSex).value_or("");
  task.accession_number = nested_string(workitem, tag::kReferencedRequestSequence, tag::kAccessionNumber);
  task.replaced_workitem_uid =
      nested_string(workitem, tag::kReplacedProcedureStepSequence, tag::kReferencedSopInstanceUid);
  task.storage_url = storage_url(workitem);
  return task;
}

}  // namespace sonolist::dicom
