#include "processor/tests/fake_surroundings.h"

#include "dicom_sr/workitem/processing_task.h"
#include "dicom_sr/workitem/tags.h"
#include "processor/error.h"

namespace sonolist::processor {

void FakeWorklist::add(const std::string& uid, const std::string& model, const std::vector<std::string>& inputs,
                       const std::string& priority) {
  dicom::ProcessingTask task;
  task.workitem_uid = uid;
  task.model = model;
  task.priority = priority;
  task.worklist_label = "test";
  task.label = "US segmentation";
  task.start_date_time = "20260101000000+0000";
  task.study_instance_uid = "1.2";
  task.inputs = {{"1.2.1", "http://localhost/dicom-web/studies/1.2/series/1.2.1", {}}};
  for (const std::string& input : inputs)
    task.inputs.front().instances.push_back({"1.2.840.10008.5.1.4.1.1.6.1", input});
  const std::lock_guard<std::mutex> lock(mutex_);
  order_.push_back(uid);
  steps_[uid].workitem = dicom::to_workitem(task);
  steps_[uid].model = model;
  steps_[uid].priority = priority;
}

void FakeWorklist::take_away(const std::string& uid) {
  const std::lock_guard<std::mutex> lock(mutex_);
  steps_.at(uid).state = "CANCELED";
  steps_.at(uid).transaction_uid.clear();
}

void FakeWorklist::refuse_connections(int count) {
  const std::lock_guard<std::mutex> lock(mutex_);
  connections_to_refuse_ = count;
}

void FakeWorklist::offer_batches() {
  const std::lock_guard<std::mutex> lock(mutex_);
  offers_batches_ = true;
}

void FakeWorklist::lose_answers_to_claims(int count) {
  const std::lock_guard<std::mutex> lock(mutex_);
  claim_answers_to_lose_ = count;
}

void FakeWorklist::on_request(std::function<void(const std::string&)> hook) {
  hook_ = std::move(hook);
}

std::string FakeWorklist::state(const std::string& uid) const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return steps_.at(uid).state;
}

int FakeWorklist::claims(const std::string& uid) const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return steps_.at(uid).claims;
}

std::vector<std::string> FakeWorklist::reason_codes(const std::string& uid) const {
  const std::lock_guard<std::mutex> lock(mutex_);
  std::vector<std::string> codes;
  for (const dicom::Json& update : steps_.at(uid).updates) {
    for (const dicom::Json& progress :
         dicom::get_items(update, dicom::tag::kProcedureStepProgressInformationSequence)) {
      const auto items = dicom::get_items(progress, dicom::tag::kProcedureStepDiscontinuationReasonCodeSequence);
      if (!items.empty()) codes.clear();
      for (const dicom::Json& item : items) codes.push_back(dicom::get_string(item, dicom::tag::kCodeValue).value());
    }
  }
  return codes;
}

dicom::Json FakeWorklist::last_update(const std::string& uid) const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return steps_.at(uid).updates.back();
}

dicom::Json FakeWorklist::performed(const std::string& uid) const {
  const std::lock_guard<std::mutex> lock(mutex_);
  dicom::Json found;
  for (const dicom::Json& update : steps_.at(uid).updates) {
    for (const dicom::Json& item : dicom::get_items(update, dicom::tag::kUpsPerformedProcedureSequence)) found = item;
  }
  return found;
}

std::vector<dicom::Json> FakeWorklist::search(int limit, int offset) {
  const std::lock_guard<std::mutex> lock(mutex_);
  answer_or_throw();
  std::vector<dicom::Json> found;
  int position = 0;
  for (const std::string& uid : order_) {
    if (steps_[uid].state != "SCHEDULED") continue;
    if (position++ >= offset && static_cast<int>(found.size()) < limit) found.push_back(steps_[uid].workitem);
  }
  return found;
}

StepAnswer FakeWorklist::claim(const std::string& uid, const std::string& transaction_uid) {
  if (hook_) hook_("claim");
  const std::lock_guard<std::mutex> lock(mutex_);
  answer_or_throw();
  Step& step = steps_.at(uid);
  ++step.claims;
  if (step.state != "SCHEDULED") return StepAnswer::kLost;
  step.state = "IN PROGRESS";
  step.transaction_uid = transaction_uid;
  lose_answer_to_claim();
  return StepAnswer::kAccepted;
}

std::optional<std::vector<dicom::Json>> FakeWorklist::claim_batch(const BatchClaim& claim) {
  const std::lock_guard<std::mutex> lock(mutex_);
  answer_or_throw();
  if (!offers_batches_) return std::nullopt;
  const auto [batch, is_new] = batches_.try_emplace(claim.transaction_uid);
  for (const std::string& uid : order_) {
    Step& step = steps_[uid];
    if (!is_new || step.state != "SCHEDULED" || static_cast<int>(batch->second.size()) == claim.maximum) continue;
    if (step.model != claim.models.front().name || (claim.urgent_only && step.priority != "HIGH")) continue;
    step.state = "IN PROGRESS";
    step.transaction_uid = claim.transaction_uid;
    ++step.claims;
    batch->second.push_back(step.workitem);
  }
  lose_answer_to_claim();
  return batch->second;
}

void FakeWorklist::lose_answer_to_claim() {
  if (claim_answers_to_lose_ == 0) return;
  --claim_answers_to_lose_;
  throw ProcessorError(FailureClass::kTransient, "the answer got lost");
}

StepAnswer FakeWorklist::update(const std::string& uid, const std::string& transaction_uid,
                                const dicom::Json& changes) {
  if (hook_) hook_("update");
  const std::lock_guard<std::mutex> lock(mutex_);
  answer_or_throw();
  if (!is_performed_by(uid, transaction_uid)) return StepAnswer::kLost;
  steps_.at(uid).updates.push_back(changes);
  return StepAnswer::kAccepted;
}

StepAnswer FakeWorklist::finish(const std::string& uid, const std::string& transaction_uid, const std::string& state) {
  if (hook_) hook_("finish");
  const std::lock_guard<std::mutex> lock(mutex_);
  answer_or_throw();
  if (!is_performed_by(uid, transaction_uid)) return StepAnswer::kLost;
  steps_.at(uid).state = state;
  return StepAnswer::kAccepted;
}

void FakeWorklist::answer_or_throw() {
  if (connections_to_refuse_ == 0) return;
  --connections_to_refuse_;
  throw ProcessorError(FailureClass::kTransient, "connection refused");
}

bool FakeWorklist::is_performed_by(const std::string& uid, const std::string& transaction_uid) const {
  const Step& step = steps_.at(uid);
  return step.state == "IN PROGRESS" && step.transaction_uid == transaction_uid;
}

std::vector<std::uint8_t> FakeStore::retrieve(const InstanceAddress& address) {
  if (before_retrieve) before_retrieve();
  return {address.sop_instance_uid.begin(), address.sop_instance_uid.end()};
}

void FakeStore::store(const std::vector<std::vector<std::uint8_t>>& files, const std::string&) {
  const std::lock_guard<std::mutex> lock(mutex_);
  ++store_requests;
  if (before_store) before_store();
  stored.insert(stored.end(), files.begin(), files.end());
}

std::string FakeStore::retrieve_url(const InstanceAddress& address, const std::string&) const {
  return "http://store/" + address.sop_instance_uid;
}

std::optional<ServedModel> FakeProcessor::served_model(const std::string& name, const std::string&) const {
  if (name != "known") return std::nullopt;
  return ServedModel{"known", "1.0.0", std::string(64, 'a')};
}

StepResult FakeProcessor::process(const ServedModel&, const dicom::ProcessingTask& task, const Fetch& fetch,
                                  const Checkpoint& checkpoint, StageTimes& times) {
  StepResult result;
  for (const dicom::InputSeries& series : task.inputs) {
    for (const dicom::InstanceReference& instance : series.instances) {
      const auto file = fetch({task.study_instance_uid, series.series_instance_uid, instance.sop_instance_uid});
      if (during_work) during_work(checkpoint);
      checkpoint(1.0);
      times.add("infer", 12.5);
      const std::string source(file.begin(), file.end());
      result.objects.push_back({"seg", "1.2.840.10008.5.1.4.1.1.66.4", source + ".7", "1.2.9", file});
    }
  }
  return result;
}

}  // namespace sonolist::processor
