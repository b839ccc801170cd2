#include "plugin/worklist/sql/workitem_columns.h"

#include <algorithm>
#include <set>

#include "dicom_sr/workitem/tags.h"
#include "plugin/worklist/cancellation.h"
#include "plugin/worklist/priority.h"
#include "plugin/worklist/processing_parameters.h"

namespace sonolist::plugin {
namespace {

namespace tag = dicom::tag;

std::string column_text(DataSetView item, const char* key) {
  return dicom::get_string(item, key).value_or("");
}

SqlValue column_time(const std::optional<TimePoint>& time) {
  if (!time) return nullptr;
  return to_microseconds(*time);
}

std::int64_t start_of(DataSetView item) {
  const auto start = parse_date_time(column_text(item, tag::kScheduledProcedureStepStartDateTime));
  return start ? to_microseconds(start->first) : 0;
}

std::string workitem_code(DataSetView item) {
  const Json::array_t& codes = dicom::values_in_place(item, tag::kScheduledWorkitemCodeSequence);
  return codes.empty() ? "" : column_text(codes.front(), tag::kCodeValue);
}

std::string joined(const std::vector<std::string>& texts) {
  std::string result;
  for (const std::string& text : texts) result += (result.empty() ? "" : "\\") + text;
  return result;
}

}  // namespace

SqlValues live_values(const Workitem& workitem, TimePoint now) {
  return {to_string(workitem.state),
          workitem.transaction_hash,
          column_time(workitem.lease_until),
          workitem.cancel_requested ? 1 : 0,
          column_time(workitem.quiet_at),
          column_time(workitem.wake_up()),
          workitem.item.dump(),
          to_microseconds(now)};
}

SqlValues descriptive_values(const Workitem& workitem, AgeingInterval ageing) {
  const LazyDataSet& item = workitem.item;
  const std::int64_t start = start_of(item);
  const int rank = priority_rank(column_text(item, tag::kScheduledProcedureStepPriority));
  return {rank,
          column_text(item, tag::kInputReadinessState),
          start,
          start + rank * std::int64_t{ageing.count()},
          column_text(item, tag::kWorklistLabel),
          column_text(item, tag::kProcedureStepLabel),
          workitem.model(),
          parameter_text(item, "MODELVERSION"),
          workitem.source_sop_uid(),
          workitem.attempt(),
          column_text(item, tag::kPatientId),
          joined(accession_numbers(item)),
          column_text(item, tag::kStudyInstanceUid),
          workitem_code(item),
          workitem.state == StepState::kCanceled ? discontinuation_class(item) : "",
          workitem.replaces_uid(),
          workitem.series_key};
}

bool has_same_description(const Workitem& before, const Workitem& after) {
  static constexpr std::array kSources{tag::kSopInstanceUid,
                                       tag::kScheduledProcedureStepPriority,
                                       tag::kInputReadinessState,
                                       tag::kScheduledProcedureStepStartDateTime,
                                       tag::kWorklistLabel,
                                       tag::kProcedureStepLabel,
                                       tag::kScheduledProcessingParametersSequence,
                                       tag::kInputInformationSequence,
                                       tag::kPatientId,
                                       tag::kReferencedRequestSequence,
                                       tag::kStudyInstanceUid,
                                       tag::kScheduledWorkitemCodeSequence,
                                       tag::kReplacedProcedureStepSequence};
  const bool may_be_discontinued = before.state == StepState::kCanceled || after.state == StepState::kCanceled;
  return !may_be_discontinued && before.series_key == after.series_key &&
         std::all_of(kSources.begin(), kSources.end(),
                     [&](const char* source) { return after.item.has_same(before.item, source); });
}

std::vector<std::string> accession_numbers(DataSetView item) {
  std::set<std::string> numbers;
  for (const Json& request : dicom::values_in_place(item, tag::kReferencedRequestSequence)) {
    if (const auto number = dicom::get_string(request, tag::kAccessionNumber)) numbers.insert(*number);
  }
  return {numbers.begin(), numbers.end()};
}

}  // namespace sonolist::plugin
