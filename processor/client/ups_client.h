// UPS-RS of a pull performer (PS3.18 section 11).
#pragma once

#include <string>
#include <vector>

#include "processor/client/http.h"
#include "processor/worker/worklist.h"

namespace sonolist::processor {

class UpsClient : public Worklist {
 public:
  // `root` without a final slash: workitems are at root + "/workitems".
  UpsClient(std::string root, HttpSettings settings);

  std::vector<dicom::Json> search(int limit, int offset) override;
  StepAnswer claim(const std::string& workitem_uid, const std::string& transaction_uid) override;
  StepAnswer update(const std::string& workitem_uid, const std::string& transaction_uid,
                    const dicom::Json& changes) override;
  StepAnswer finish(const std::string& workitem_uid, const std::string& transaction_uid,
                    const std::string& state) override;

 private:
  StepAnswer change_state(const std::string& workitem_uid, const std::string& transaction_uid,
                          const std::string& state);

  std::string root_;
  HttpClient http_;
};

}  // namespace sonolist::processor
