// A worklist, a store and a pipeline in memory, which fail as told.
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "processor/worker/step_observer.h"
#include "processor/worker/step_processor.h"
#include "processor/worker/worklist.h"

namespace sonolist::processor {

// Thread safe, so that the worker and its heartbeat may share it. Steps are found in the order in which they were
// added.
class FakeWorklist : public Worklist {
 public:
  struct Step {
    dicom::Json workitem;
    std::string model, priority;
    std::string state = "SCHEDULED";
    std::string transaction_uid;
    std::vector<dicom::Json> updates;
    int claims = 0;
  };

  void add(const std::string& uid, const std::string& model, const std::vector<std::string>& inputs = {"1.2.3"},
           const std::string& priority = "MEDIUM");
  // Takes the step away from its performer, as the worklist does when a lease has expired.
  void take_away(const std::string& uid);
  // Offers the claim of several steps by one request.
  void offer_batches();
  // The next `count` claims are carried out, but their answers get lost.
  void lose_answers_to_claims(int count);
  // The next `count` requests fail as if nobody listened.
  void refuse_connections(int count);
  // Called before each request that names a step, with the name of the request.
  void on_request(std::function<void(const std::string& request)> hook);

  std::string state(const std::string& uid) const;
  int claims(const std::string& uid) const;
  // The discontinuation codes of the last update that has some.
  std::vector<std::string> reason_codes(const std::string& uid) const;
  dicom::Json last_update(const std::string& uid) const;
  // The last update that has a performed procedure.
  dicom::Json performed(const std::string& uid) const;

  std::vector<dicom::Json> search(int limit, int offset) override;
  std::optional<std::vector<dicom::Json>> claim_batch(const BatchClaim& claim) override;
  StepAnswer claim(const std::string& uid, const std::string& transaction_uid) override;
  StepAnswer update(const std::string& uid, const std::string& transaction_uid, const dicom::Json& changes) override;
  StepAnswer finish(const std::string& uid, const std::string& transaction_uid, const std::string& state) override;

 private:
  void answer_or_throw();
  void lose_answer_to_claim();
  bool is_performed_by(const std::string& uid, const std::string& transaction_uid) const;

  mutable std::mutex mutex_;
  std::vector<std::string> order_;
  std::map<std::string, Step> steps_;
  int connections_to_refuse_ = 0;
  int claim_answers_to_lose_ = 0;
  bool offers_batches_ = false;
  std::map<std::string, std::vector<dicom::Json>> batches_;  // by Transaction UID
  std::function<void(const std::string&)> hook_;
};

class FakeStore : public ImageStore {
 public:
  std::vector<std::uint8_t> retrieve(const InstanceAddress& address) override;
  void store(const std::vector<std::vector<std::uint8_t>>& files, const std::string& storage_url) override;
  std::string retrieve_url(const InstanceAddress& address, const std::string& storage_url) const override;

  std::function<void()> before_retrieve, before_store;  // may throw
  std::vector<std::vector<std::uint8_t>> stored;
  int store_requests = 0;

 private:
  std::mutex mutex_;
};

// Serves the model "known" and makes one object per image.
class FakeProcessor : public StepProcessor {
 public:
  std::optional<ServedModel> served_model(const std::string& name, const std::string& version) const override;
  std::vector<WantedModel> served_models() const override { return {{"known", "1.0.0"}}; }
  StepResult process(const ServedModel& model, const dicom::ProcessingTask& task, const Fetch& fetch,
                     const Checkpoint& checkpoint, StageTimes& times) override;

  std::function<void(const Checkpoint&)> during_work;  // may throw
};

// Remembers what it is told.
class RecordingObserver : public StepObserver {
 public:
  void step_began() override {
    const std::lock_guard<std::mutex> lock(mutex_);
    ++begun;
  }
  void step_ended(const StepReport& report) override {
    const std::lock_guard<std::mutex> lock(mutex_);
    reports.push_back(report);
  }

  int begun = 0;
  std::vector<StepReport> reports;

 private:
  std::mutex mutex_;
};

}  // namespace sonolist::processor
