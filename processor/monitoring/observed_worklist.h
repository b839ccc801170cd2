// A worklist that notes whether it answers.
#pragma once

#include <functional>

#include "processor/monitoring/worklist_health.h"
#include "processor/worker/worklist.h"

namespace sonolist::processor {

// Hands every request on, and the answer or the exception back. Thread safe.
class ObservedWorklist : public Worklist {
 public:
  // How long a request took by which steps were claimed.
  using OnClaim = std::function<void(std::chrono::duration<double>)>;

  // Borrows worklist and health.
  ObservedWorklist(Worklist& worklist, WorklistHealth& health, OnClaim on_claim)
      : worklist_(worklist), health_(health), on_claim_(std::move(on_claim)) {}

  std::vector<dicom::Json> search(int limit, int offset) override;
  std::optional<std::vector<dicom::Json>> claim_batch(const BatchClaim& claim) override;
  StepAnswer claim(const std::string& workitem_uid, const std::string& transaction_uid) override;
  StepAnswer update(const std::string& workitem_uid, const std::string& transaction_uid,
                    const dicom::Json& changes) override;
  StepAnswer finish(const std::string& workitem_uid, const std::string& transaction_uid,
                    const std::string& state) override;

 private:
  template <typename Request>
  auto observed(const Request& request);

  Worklist& worklist_;
  WorklistHealth& health_;
  const OnClaim on_claim_;
};

}  // namespace sonolist::processor
