#include "processor/monitoring/observed_worklist.h"

#include "processor/error.h"

namespace sonolist::processor {

template <typename Request>
auto ObservedWorklist::observed(const Request& request) {
  try {
    auto answer = request();
    health_.answered();
    return answer;
  } catch (const ProcessorError& error) {
    health_.failed(error.what());
    throw;
  }
}

std::vector<dicom::Json> ObservedWorklist::search(int limit, int offset) {
  return observed([&] { return worklist_.search(limit, offset); });
}

std::optional<std::vector<dicom::Json>> ObservedWorklist::claim_batch(const BatchClaim& claim) {
  const SteadyTime start = std::chrono::steady_clock::now();
  auto claimed = observed([&] { return worklist_.claim_batch(claim); });
  if (claimed && !claimed->empty()) on_claim_(std::chrono::steady_clock::now() - start);
  return claimed;
}

StepAnswer ObservedWorklist::claim(const std::string& workitem_uid, const std::string& transaction_uid) {
  const SteadyTime start = std::chrono::steady_clock::now();
  const StepAnswer answer = observed([&] { return worklist_.claim(workitem_uid, transaction_uid); });
  if (answer == StepAnswer::kAccepted) on_claim_(std::chrono::steady_clock::now() - start);
  return answer;
}

StepAnswer ObservedWorklist::update(const std::string& workitem_uid, const std::string& transaction_uid,
                                    const dicom::Json& changes) {
  return observed([&] { return worklist_.update(workitem_uid, transaction_uid, changes); });
}

StepAnswer ObservedWorklist::finish(const std::string& workitem_uid, const std::string& transaction_uid,
                                    const std::string& state) {
  return observed([&] { return worklist_.finish(workitem_uid, transaction_uid, state); });
}

}  // namespace sonolist::processor
