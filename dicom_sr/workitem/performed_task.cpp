#include <algorithm>
#include <array>
#include <cctype>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <ctime>

#include "dicom_sr/codes/concepts.h"
#include "dicom_sr/workitem/content_item.h"
#include "dicom_sr/workitem/instances.h"
#include "dicom_sr/workitem/processing_task.h"
#include "dicom_sr/workitem/tags.h"

namespace sonolist::dicom {
namespace {

constexpr std::size_t kCodeValueLength = 16;    // SH
constexpr std::size_t kCodeMeaningLength = 64;  // LO

Code private_code(const std::string& value, const std::string& meaning) {
  return {value.substr(0, kCodeValueLength), code::kPrivateScheme, meaning.substr(0, kCodeMeaningLength)};
}

Code stage_code(const std::string& stage) {
  std::string value = stage;
  std::transform(value.begin(), value.end(), value.begin(),
                 [](unsigned char character) { return static_cast<char>(std::toupper(character)); });
  return private_code(value, "Duration of stage " + stage);
}

double to_thousandths(double number) {
  return std::round(number * 1000.0) / 1000.0;  // a DS holds 16 characters
}

std::vector<Json> performed_parameters(const PerformedTask& performed) {
  std::vector<Json> items{text_item(code::kModel, performed.model),
                          text_item(code::kModelVersion, performed.model_version)};
  if (!performed.weights_sha256.empty()) items.push_back(text_item(code::kWeights, performed.weights_sha256));
  for (const auto& [stage, milliseconds] : performed.timings_ms) {
    items.push_back(numeric_item(stage_code(stage), to_thousandths(milliseconds), code::kMillisecond));
  }
  for (const PerformedTask::LeftOut& input : performed.left_out) {
    items.push_back(text_item(code::kInputLeftOut, input.sop_instance_uid + ": " + input.reason));
  }
  return items;
}

Json output_item(const PerformedTask& performed, const PerformedTask::Output& output) {
  return instances_item(performed.study_instance_uid, output.series_instance_uid,
                        {sop_reference(output.sop_class_uid, output.sop_instance_uid)}, output.retrieve_url);
}

void add_performer(Json& progress, const std::string& station_name) {
  if (station_name.empty()) return;
  set_items(progress, tag::kProcedureStepProgressParametersSequence, {text_item(code::kPerformer, station_name)});
}

std::string text_of_code(const Json& item, const char* tag) {
  const std::optional<Code> found = get_code(item, tag);
  if (!found) return "";
  return found->meaning.empty() ? found->value : found->meaning;
}

}  // namespace

Json performed_update(const PerformedTask& performed) {
  Json item = Json::object();
  set_code(item, tag::kPerformedStationNameCodeSequence, private_code(performed.station_name, performed.station_name));
  set_string(item, tag::kPerformedProcedureStepStartDateTime, "DT", performed.start_date_time);
  set_string(item, tag::kPerformedProcedureStepEndDateTime, "DT", performed.end_date_time);
  set_code(item, tag::kPerformedWorkitemCodeSequence, code::kImageProcessing);
  set_items(item, tag::kPerformedProcessingParametersSequence, performed_parameters(performed));
  std::vector<Json> outputs;
  std::transform(performed.outputs.begin(), performed.outputs.end(), std::back_inserter(outputs),
                 [&](const PerformedTask::Output& output) { return output_item(performed, output); });
  set_items(item, tag::kOutputInformationSequence, std::move(outputs));
  Json update = Json::object();
  set_items(update, tag::kUpsPerformedProcedureSequence, {std::move(item)});
  return update;
}

Json progress_update(double percent, const std::string& description, const std::string& station_name) {
  Json item = Json::object();
  item[tag::kProcedureStepProgress] =
      Json{{"vr", "DS"}, {"Value", Json::array({to_thousandths(std::clamp(percent, 0.0, 100.0))})}};
  set_string(item, tag::kProcedureStepProgressDescription, "ST", description);
  add_performer(item, station_name);
  Json update = Json::object();
  set_items(update, tag::kProcedureStepProgressInformationSequence, {std::move(item)});
  return update;
}

Json cancellation_update(const std::string& reason, const Code& reason_code, const std::string& date_time,
                         const std::string& station_name) {
  std::vector<Json> codes;
  if (reason_code.scheme == code::kPrivateScheme) codes.push_back(code_item(code::kDiscontinuedUnspecified));
  codes.push_back(code_item(reason_code));
  Json item = Json::object();
  set_string(item, tag::kProcedureStepCancellationDateTime, "DT", date_time);
  set_string(item, tag::kReasonForCancellation, "LT", reason);
  set_items(item, tag::kProcedureStepDiscontinuationReasonCodeSequence, std::move(codes));
  add_performer(item, station_name);
  Json update = Json::object();
  set_items(update, tag::kProcedureStepProgressInformationSequence, {std::move(item)});
  return update;
}

std::string performer_of(DataSetView workitem) {
  for (const Json& performed : values_in_place(workitem, tag::kUpsPerformedProcedureSequence)) {
    std::string station = text_of_code(performed, tag::kPerformedStationNameCodeSequence);
    if (!station.empty()) return station;
  }
  for (const Json& progress : values_in_place(workitem, tag::kProcedureStepProgressInformationSequence)) {
    for (const Json& item : values_in_place(progress, tag::kProcedureStepProgressParametersSequence)) {
      const std::optional<Code> name = get_code(item, tag::kConceptNameCodeSequence);
      if (name && name->value == code::kPerformer.value && name->scheme == code::kPerformer.scheme) {
        return get_string(item, tag::kTextValue).value_or("");
      }
    }
  }
  return "";
}

std::string now_date_time() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  const auto microseconds = std::chrono::duration_cast<std::chrono::microseconds>(now).count();
  const auto seconds = static_cast<std::time_t>(microseconds / 1'000'000);
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  std::array<char, 32> text{};
  const std::size_t length = std::strftime(text.data(), text.size(), "%Y%m%d%H%M%S", &utc);
  std::snprintf(text.data() + length, text.size() - length, ".%06d+0000", static_cast<int>(microseconds % 1'000'000));
  return text.data();
}

}  // namespace sonolist::dicom
