#include "plugin/ups_rs/worklist_service.h"

#include <limits>

#include "dicom_sr/uid/deterministic_uid.h"
#include "dicom_sr/workitem/tags.h"
#include "plugin/ups_rs/attribute_rules.h"
#include "plugin/ups_rs/matching.h"
#include "plugin/ups_rs/search_result.h"
#include "plugin/ups_rs/transaction_uid.h"
#include "plugin/worklist/cancellation.h"
#include "plugin/worklist/step_changes.h"

namespace sonolist::plugin {
namespace {

namespace tag = dicom::tag;

constexpr const char* kUpsPushSopClass = "1.2.840.10008.5.1.4.34.6.1";
constexpr const char* kDefaultWorklistLabel = "SONOLIST";

// "Correct" as the state table means it: well-formed for a step that nobody has claimed, else the recorded one.
bool is_correct(const Workitem& workitem, const std::string& transaction_uid) {
  if (!dicom::is_valid_uid(transaction_uid)) return false;
  return workitem.state == StepState::kScheduled || workitem.transaction_hash.empty() ||
         workitem.transaction_hash == transaction_hash(transaction_uid);
}

ServiceAnswer update_permission(const Workitem& workitem, const std::string& transaction_uid) {
  switch (workitem.state) {
    case StepState::kScheduled:
      if (transaction_uid.empty()) return {};
      return {UpsStatus::kNotYetInProgress, {"The step is not claimed: update it without a Transaction UID"}};
    case StepState::kInProgress:
      if (is_correct(workitem, transaction_uid)) return {};
      return {UpsStatus::kWrongTransactionUid, {"The step is claimed: give the Transaction UID of the claim"}};
    case StepState::kCompleted:
    case StepState::kCanceled:
      break;
  }
  return {UpsStatus::kNoLongerUpdatable, {"The step is " + to_string(workitem.state)}};
}

ServiceAnswer unmet(std::vector<std::string> problems) {
  return {UpsStatus::kFinalStateNotMet, std::move(problems)};
}

}  // namespace

ServiceAnswer WorklistService::create(Json data_set) {
  const std::vector<std::string> problems = create_problems(data_set);
  if (!problems.empty()) return {UpsStatus::kBadRequest, problems};
  if (dicom::get_string(data_set, tag::kProcedureStepState) != to_string(StepState::kScheduled)) {
    return {UpsStatus::kNotScheduledOnCreate, {"ProcedureStepState (0074,1000) must be SCHEDULED"}};
  }
  const bool labelled = dicom::has_value(data_set, tag::kWorklistLabel);
  if (!labelled) dicom::set_string(data_set, tag::kWorklistLabel, "LO", kDefaultWorklistLabel);
  data_set.erase(tag::kTransactionUid);
  dicom::set_string(data_set, tag::kSopClassUid, "UI", kUpsPushSopClass);
  dicom::set_string(data_set, tag::kSpecificCharacterSet, "CS", "ISO_IR 192");
  dicom::set_string(data_set, tag::kScheduledProcedureStepModificationDateTime, "DT", format_date_time(clock_()));
  Workitem workitem;
  workitem.item = std::move(data_set);
  if (!store_.create(workitem)) return {UpsStatus::kDuplicate, {"A workitem of this UID exists"}};
  return {labelled ? UpsStatus::kSuccess : UpsStatus::kCreatedWithModifications, {}};
}

std::optional<Json> WorklistService::retrieve(const std::string& uid) const {
  auto workitem = store_.find(uid);
  if (!workitem) return std::nullopt;
  return std::move(workitem->item);
}

ServiceAnswer WorklistService::step(const std::string& uid,
                                    const std::function<Step(const Workitem&, TimePoint now)>& decide_step) {
  while (true) {
    const auto workitem = store_.find(uid);
    if (!workitem) return {UpsStatus::kUnknownWorkitem, {"The worklist has no workitem of this UID"}};
    const Step next = decide_step(*workitem, clock_());
    if (!next.change || store_.replace(workitem->revision, *next.change) == WriteResult::kWritten) return next.answer;
  }
}

ServiceAnswer WorklistService::update(const std::string& uid, const Json& attributes,
                                      const std::string& transaction_uid) {
  return step(uid, [&](const Workitem& before, TimePoint now) -> Step {
    const ServiceAnswer permission = update_permission(before, transaction_uid);
    if (permission.status != UpsStatus::kSuccess) return {permission, std::nullopt};
    const std::vector<std::string> problems = update_problems(attributes);
    if (!problems.empty()) return {{UpsStatus::kBadRequest, problems}, std::nullopt};
    return {{}, plugin::update(before, attributes, now + policy_.duration, now)};
  });
}

WorklistService::Step WorklistService::apply(const StepDecision& decision, const Workitem& before,
                                             const std::string& transaction_uid, TimePoint now) {
  switch (decision.action) {
    case StepAction::kClaim:
      return {{}, claim(before, transaction_hash(transaction_uid), now + policy_.duration, now)};
    case StepAction::kComplete: {
      const auto problems = final_state_problems(before.item, StepState::kCompleted);
      if (!problems.empty()) return {unmet(problems), std::nullopt};
      return {{}, complete(before, now)};
    }
    case StepAction::kCancel: {
      WorkitemChange change = cancel(before, policy_.retry, now);
      const auto problems = final_state_problems(change.after.item, StepState::kCanceled);
      if (!problems.empty()) return {unmet(problems), std::nullopt};
      return {{}, std::move(change)};
    }
    case StepAction::kNone:
    case StepAction::kCreate:
    case StepAction::kCancelUnclaimed:
    case StepAction::kReportCancelRequest:
      break;
  }
  return {{decision.status, {"The step is " + to_string(before.state)}}, std::nullopt};
}

ServiceAnswer WorklistService::change_state(const std::string& uid, StepState requested,
                                            const std::string& transaction_uid) {
  return step(uid, [&](const Workitem& before, TimePoint now) {
    const StepEvent event = change_state_event(requested, is_correct(before, transaction_uid));
    return apply(decide(before.state, event), before, transaction_uid, now);
  });
}

ServiceAnswer WorklistService::request_cancel(const std::string& uid, const Json& request,
                                              const std::string& requester) {
  return step(uid, [&](const Workitem& before, TimePoint now) -> Step {
    const StepDecision decision = decide(before.state, StepEvent::kRequestCancel);
    if (decision.action == StepAction::kCancelUnclaimed) return {{}, cancel_unclaimed(before, request, now)};
    if (decision.action == StepAction::kReportCancelRequest)
      return {{}, note_cancel_request(before, request, requester)};
    return {{decision.status, {"The step is " + to_string(before.state)}}, std::nullopt};
  });
}

SearchAnswer WorklistService::search(const SearchQuery& query) const {
  SearchAnswer answer;
  std::size_t matched = 0;
  const std::size_t end = query.offset + query.limit;
  const bool counts_in_database = query.keys.empty();
  store_.visit(query.filter, [&](const Workitem& workitem) {
    if (!matches(workitem.item, query.keys)) return true;
    if (matched >= query.offset && matched < end) answer.items.push_back(search_result(workitem.item, query));
    ++matched;
    return !counts_in_database || matched < end;
  });
  const std::int64_t total = counts_in_database ? store_.count(query.filter, std::numeric_limits<std::int64_t>::max())
                                                : static_cast<std::int64_t>(matched);
  answer.remaining = std::max<std::int64_t>(0, total - static_cast<std::int64_t>(query.offset + answer.items.size()));
  return answer;
}

}  // namespace sonolist::plugin
