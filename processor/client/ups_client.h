// UPS-RS of a pull performer (PS3.18 section 11).
#pragma once

#include <atomic>
#include <optional>
#include <string>
#include <vector>

#include "processor/client/http.h"
#include "processor/worker/worklist.h"

namespace sonolist::processor {

// Thread safe.
class UpsClient : public Worklist {
 public:
  // `root` without a final slash: workitems are at root + "/workitems".
  UpsClient(std::string root, HttpSettings settings);

  std::vector<dicom::Json> search(int limit, int offset) override;
  std::optional<std::vector<dicom::Json>> claim_batch(const BatchClaim& claim) override;
  StepAnswer claim(const std::string& workitem_uid, const std::string& transaction_uid) override;
  StepAnswer update(const std::string& workitem_uid, const std::string& transaction_uid,
                    const dicom::Json& changes) override;
  StepAnswer finish(const std::string& workitem_uid, const std::string& transaction_uid,
                    const std::string& state) override;

  // Subscribes to the events of all workitems (PS3.18 11.10): the address of the event channel, nothing when the server
  // has none.
  std::optional<std::string> subscribe(const std::string& ae_title);
  void unsubscribe(const std::string& ae_title);

 private:
  HttpResponse search_once(int limit, int offset);
  StepAnswer change_state(const std::string& workitem_uid, const std::string& transaction_uid,
                          const std::string& state);
  std::string subscription_url(const std::string& ae_title) const;
  void compare_clocks(const HttpResponse& response);

  std::string root_;
  HttpClient http_;
  std::atomic<long> clock_offset_{0};  // seconds that the server's clock is ahead of ours
};

}  // namespace sonolist::processor
