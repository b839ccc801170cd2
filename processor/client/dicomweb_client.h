// WADO-RS and STOW-RS (PS3.18 sections 10.4 and 10.5) of any server.
#pragma once

#include <atomic>
#include <string>
#include <vector>

#include "processor/client/servers.h"
#include "processor/worker/worklist.h"

namespace sonolist::processor {

// Thread safe.
class DicomwebClient : public ImageStore {
 public:
  // `root` without a final slash, e.g. "http://127.0.0.1:8042/dicom-web": the server for what a workitem does not say.
  DicomwebClient(std::string root, Servers servers);

  std::vector<std::uint8_t> retrieve(const InstanceAddress& address) override;
  void store(const std::vector<std::vector<std::uint8_t>>& files, const std::string& storage_url) override;
  std::string retrieve_url(const InstanceAddress& address, const std::string& storage_url) const override;

 private:
  HttpResponse request_instance(const std::string& url);

  std::string root_;
  Servers servers_;
  std::atomic<std::size_t> accept_{0};  // the form of Accept that the server took last
};

// The one instance of a WADO-RS answer, as multipart/related or as a body of its own. Throws ProcessorError(kTransient)
// when the message is cut or holds another number of instances.
std::vector<std::uint8_t> instance_of_answer(const HttpResponse& response);

}  // namespace sonolist::processor
