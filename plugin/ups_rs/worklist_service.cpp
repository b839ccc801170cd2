#include "plugin/ups_rs/worklist_service.h"

#include <algorithm>

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

// Items that a search may match one by one, about a tenth of a second.
constexpr std::int64_t kMostExamined = 10'000;

namespace tag = dicom::tag;

constexpr const char* kUpsPushSopClass = "1.2.840.10008.5.1.4.34.6.1";
constexpr const char* kUtf8 = "ISO_IR 192";
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

// Removes what the worklist itself knows better; true when the client gave another value than the worklist will.
bool take_over(LazyDataSet& data_set) {
  const bool has_time = dicom::has_value(data_set, tag::kScheduledProcedureStepModificationDateTime);
  const bool has_class = dicom::get_string(data_set, tag::kSopClassUid).value_or(kUpsPushSopClass) != kUpsPushSopClass;
  const bool has_set = dicom::get_string(data_set, tag::kSpecificCharacterSet).value_or(kUtf8) != kUtf8;
  for (const char* key : {tag::kScheduledProcedureStepModificationDateTime, tag::kSpecificCharacterSet}) {
    data_set.erase(key);
  }
  return has_time || has_class || has_set;
}

ServiceAnswer unmet(std::vector<std::string> problems) {
  return {UpsStatus::kFinalStateNotMet, std::move(problems)};
}

}  // namespace

ServiceAnswer WorklistService::create(Json data_set) {
  const std::vector<std::string> problems = create_problems(data_set);
  if (!problems.empty()) return {UpsStatus::kUnableToProcess, problems};
  if (dicom::get_string(data_set, tag::kProcedureStepState) != to_string(StepState::kScheduled)) {
    return {UpsStatus::kNotScheduledOnCreate, {"ProcedureStepState (0074,1000) must be SCHEDULED"}};
  }
  Workitem workitem;
  LazyDataSet& item = workitem.item;
  item = std::move(data_set);
  const bool is_modified = take_over(item) || !dicom::has_value(item, tag::kWorklistLabel);
  if (!dicom::has_value(item, tag::kWorklistLabel)) {
    dicom::set_string(item, tag::kWorklistLabel, "LO", kDefaultWorklistLabel);
  }
  item.erase(tag::kTransactionUid);
  dicom::set_string(item, tag::kSopClassUid, "UI", kUpsPushSopClass);
  dicom::set_string(item, tag::kSpecificCharacterSet, "CS", kUtf8);
  dicom::set_string(item, tag::kScheduledProcedureStepModificationDateTime, "DT", format_date_time(clock_()));
  if (!store_.create(workitem)) return {UpsStatus::kDuplicate, {"A workitem of this UID exists"}};
  return {is_modified ? UpsStatus::kCreatedWithModifications : UpsStatus::kSuccess, {}};
}

std::optional<LazyDataSet> WorklistService::retrieve(const std::string& uid) const {
  auto workitem = store_.find(uid);
  if (!workitem) return std::nullopt;
  return std::move(workitem->item);
}

ServiceAnswer WorklistService::step(const std::string& uid,
                                    const std::function<Step(const Workitem&, TimePoint now)>& decide_step) {
  while (true) {
    ServiceAnswer answer{UpsStatus::kUnknownWorkitem, {"The worklist has no workitem of this UID"}};
    const WriteResult result = store_.change(uid, [&](const Workitem& before) {
      Step next = decide_step(before, clock_());
      answer = std::move(next.answer);
      return std::move(next.change);
    });
    if (result == WriteResult::kHeld) return held(uid);
    if (result != WriteResult::kStale) return answer;
  }
}

ServiceAnswer WorklistService::update(const std::string& uid, Json attributes, const std::string& transaction_uid) {
  const std::vector<std::string> problems = update_problems(attributes);
  LazyDataSet wanted = std::move(attributes);
  const UpsStatus status = take_over(wanted) ? UpsStatus::kUpdatedWithModifications : UpsStatus::kSuccess;
  return step(uid, [&](const Workitem& before, TimePoint now) -> Step {
    const ServiceAnswer permission = update_permission(before, transaction_uid);
    if (permission.status != UpsStatus::kSuccess) return {permission, std::nullopt};
    if (!problems.empty()) return {{UpsStatus::kUnableToProcess, problems}, std::nullopt};
    return {{status, {}}, plugin::update(before, wanted, now + policy_.duration, now)};
  });
}

WorklistService::Step WorklistService::claim_step(const Workitem& before, const std::string& transaction_uid,
                                                  TimePoint now) const {
  WorkitemChange change = claim(before, transaction_hash(transaction_uid), now + policy_.duration, now);
  const auto limit = policy_.limits.empty() ? policy_.limits.end() : policy_.limits.find(before.model());
  change.limit = limit == policy_.limits.end() ? ClaimLimit{} : limit->second;
  return {{}, std::move(change)};
}

ServiceAnswer WorklistService::held(const std::string& uid) const {
  const auto workitem = store_.find(uid);
  const std::string model = workitem ? workitem->model() : "";
  const std::set<std::string> paused = store_.paused_models();
  if (paused.count(model) != 0 || paused.count("") != 0) {
    return {UpsStatus::kClaimHeld, {"Claims of model " + model + " are paused"}};
  }
  const auto limit = policy_.limits.find(model);
  const int at_once = limit == policy_.limits.end() ? 0 : limit->second.at_once;
  return {UpsStatus::kClaimHeld,
          {"As many steps of model " + model + " are IN PROGRESS as may be, the limit is " + std::to_string(at_once)}};
}

std::vector<LazyDataSet> WorklistService::claim_next(const ClaimRequest& request) {
  const TimePoint now = clock_();
  const std::string hash = transaction_hash(request.transaction_uid);
  const ClaimCriteria criteria{request.models, request.maximum, now, policy_.limits, hash, request.urgent_only};
  std::vector<Workitem> claimed = store_.claim_next(
      criteria, [&](const Workitem& before) { return claim(before, hash, now + policy_.duration, now); });
  std::vector<LazyDataSet> items;
  items.reserve(claimed.size());
  for (Workitem& workitem : claimed) items.push_back(std::move(workitem.item));
  return items;
}

WorklistService::Step WorklistService::apply(const StepDecision& decision, const Workitem& before,
                                             const std::string& transaction_uid, TimePoint now) {
  switch (decision.action) {
    case StepAction::kClaim:
      return claim_step(before, transaction_uid, now);
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
  const std::vector<std::string> problems = cancel_request_problems(request);
  if (!problems.empty()) return {UpsStatus::kUnableToProcess, problems};
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
  const auto end = static_cast<std::int64_t>(query.offset + query.limit);
  std::int64_t total = 0;
  if (query.keys.empty()) {
    for (const LazyDataSet& item : store_.page(query.filter, query.offset, query.limit)) {
      answer.items.push_back(search_result(item, query));
    }
    total = store_.count(query.filter, end + kCountedRemaining);
  } else {
    std::int64_t examined = 0;
    store_.visit(query.filter, [&](const Workitem& workitem) {
      if (++examined > kMostExamined) return false;
      if (!matches(workitem.item, query.keys)) return true;
      const auto position = static_cast<std::size_t>(total++);
      const bool is_on_page = position >= query.offset && position - query.offset < query.limit;
      if (is_on_page) answer.items.push_back(search_result(workitem.item, query));
      return total < end + kCountedByMatching;
    });
    // A full page with a hint that there is more is an answer; less might be a half-truth.
    answer.is_too_broad = examined > kMostExamined && total <= end;
  }
  const auto seen = static_cast<std::int64_t>(query.offset + answer.items.size());
  answer.remaining = std::max<std::int64_t>(0, total - seen);
  return answer;
}

}  // namespace sonolist::plugin
