// WADO-RS and STOW-RS (PS3.18 sections 10.4 and 10.5).
#pragma once

#include <string>
#include <vector>

#include "processor/client/http.h"
#include "processor/worker/worklist.h"

namespace sonolist::processor {

class DicomwebClient : public ImageStore {
 public:
  // `root` without a final slash, e.g. "http://127.0.0.1:8042/dicom-web".
  DicomwebClient(std::string root, HttpSettings settings);

  std::vector<std::uint8_t> retrieve(const InstanceAddress& address) override;
  void store(const std::vector<std::vector<std::uint8_t>>& files) override;
  std::string retrieve_url(const InstanceAddress& address) const override;

 private:
  std::string root_;
  HttpClient http_;
};

// Reads a STOW-RS answer (PS3.18 10.5.3, Store Instances Response Module): throws ProcessorError when one of the
// `expected` instances was neither stored nor there already.
void check_store_answer(const HttpResponse& response, std::size_t expected);

}  // namespace sonolist::processor
