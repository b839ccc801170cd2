#include "tests/bench/worklist_items.h"

#include <array>
#include <chrono>

#include "dicom_sr/codes/concepts.h"
#include "dicom_sr/uid/deterministic_uid.h"
#include "dicom_sr/workitem/processing_task.h"
#include "dicom_sr/workitem/tags.h"

namespace sonolist::bench {
namespace {

constexpr int kStepsOfAPatient = 10;
constexpr std::array kPriorities{"MEDIUM", "MEDIUM", "MEDIUM", "HIGH", "LOW"};
constexpr std::array kModels{"anterior-sciatic", "axillary", "lumbar"};
constexpr std::array kLabels{"SONOLIST", "NIGHT"};
constexpr std::int64_t kFirstStartSeconds = 1'767'225'600;  // 2026-01-01

template <typename Choices>
const char* choice(const Choices& choices, int number) {
  return choices[static_cast<std::size_t>(number) % choices.size()];
}

std::string numbered(const char* prefix, int number, const std::string& token) {
  return prefix + token + (token.empty() ? "" : ".") + std::to_string(number);
}

}  // namespace

std::string uid_of_item(int number, const std::string& token) {
  return numbered("2.25.1", number, token);
}
std::string patient_of_item(int number, const std::string& token) {
  return numbered("P", number / kStepsOfAPatient, token);
}
std::string accession_of_item(int number, const std::string& token) {
  return numbered("A", number / kStepsOfAPatient, token);
}
std::string study_of_item(int number, const std::string& token) {
  return numbered("2.25.2", number / kStepsOfAPatient, token);
}
std::string source_of_item(int number, const std::string& token) {
  return numbered("2.25.4", number, token);
}
std::string start_of_item(int number) {
  const std::chrono::seconds since_1970(kFirstStartSeconds + std::int64_t{60} * number);
  return plugin::format_date_time(plugin::TimePoint(since_1970));
}

plugin::Workitem make_item(int number, const std::string& token) {
  const std::string study = study_of_item(number, token);
  const std::string series = numbered("2.25.3", number, token);
  const std::string source = source_of_item(number, token);
  dicom::ProcessingTask task;
  task.workitem_uid = uid_of_item(number, token);
  task.model = choice(kModels, number);
  task.priority = choice(kPriorities, number);
  task.worklist_label = choice(kLabels, number);
  task.label = "US segmentation: " + task.model;
  task.start_date_time = start_of_item(number);
  task.study_instance_uid = study;
  task.inputs = {{series,
                  "/dicom-web/studies/" + study + "/series/" + series + "/instances/" + source,
                  {{"1.2.840.10008.5.1.4.1.1.6.1", source}}}};
  task.patient_name = "Phantom^Paula";
  task.patient_id = patient_of_item(number, token);
  task.patient_birth_date = "19700131";
  task.patient_sex = "F";
  task.accession_number = accession_of_item(number, token);
  plugin::Workitem workitem;
  workitem.item = dicom::to_workitem(task);
  workitem.item.erase(dicom::tag::kTransactionUid);
  return workitem;
}

plugin::Json data_set_to_create(int number) {
  plugin::Json data_set = make_item(number).item.to_json();
  dicom::set_empty(data_set, dicom::tag::kTransactionUid, "UI");
  return data_set;
}

plugin::Json performed_by_stub() {
  dicom::PerformedTask performed;
  performed.station_name = "processor-1";
  performed.model = "anterior-sciatic";
  performed.model_version = "1.0.0";
  performed.weights_sha256 = std::string(64, 'a');
  performed.start_date_time = "20260301120000.000000+0000";
  performed.end_date_time = "20260301120001.000000+0000";
  performed.timings_ms = {{"fetch", 1.5}, {"decode", 1.4}, {"infer", 300.0}, {"encode", 18.0}, {"store", 60.0}};
  performed.study_instance_uid = "2.25.2";
  performed.outputs = {{"1.2.840.10008.5.1.4.1.1.66.4", "2.25.5", "2.25.6", "/dicom-web/studies/2.25.2"},
                       {"1.2.840.10008.5.1.4.1.1.88.34", "2.25.7", "2.25.8", "/dicom-web/studies/2.25.2"}};
  return dicom::performed_update(performed);
}

plugin::Json canceled_by_stub() {
  return dicom::cancellation_update("The image cannot be read", dicom::code::kReasonInput,
                                    "20260301120001.000000+0000");
}

}  // namespace sonolist::bench
