// The worklist and the image store as the worker sees them. Implemented by the DICOMweb clients, and by fakes in tests.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "dicom_sr/json/dicom_json.h"

namespace sonolist::processor {

// Whether the step still is ours. kLost: another performer has it, or the worklist gave it up (400, 404, 409, 410).
enum class StepAnswer { kAccepted, kLost };

// A step that is ours, and the key to it.
struct StepClaim {
  std::string workitem_uid, transaction_uid;
};

struct WantedModel {
  std::string name, version;  // an empty version is any
};

// Up to `maximum` steps of one of the models.
struct BatchClaim {
  std::vector<WantedModel> models;
  int maximum = 1;
  std::string transaction_uid;
  bool urgent_only = false;  // steps of priority HIGH
};

// A client of UPS-RS (PS3.18 section 11). Methods throw ProcessorError kTransient (no connection, 5xx) or
// kConfiguration (401, 403). Thread safe.
class Worklist {
 public:
  virtual ~Worklist() = default;
  // SCHEDULED and READY steps whose start time has come, best first; at most `limit` from `offset` on.
  virtual std::vector<dicom::Json> search(int limit, int offset) = 0;
  // Claims several steps by one request, an extension of ours (docs/architecture.md). The same request repeated gives
  // the same steps. Nothing when the server does not offer it.
  virtual std::optional<std::vector<dicom::Json>> claim_batch(const BatchClaim& claim) = 0;
  virtual StepAnswer claim(const std::string& workitem_uid, const std::string& transaction_uid) = 0;
  virtual StepAnswer update(const std::string& workitem_uid, const std::string& transaction_uid,
                            const dicom::Json& changes) = 0;
  // `state` is COMPLETED or CANCELED.
  virtual StepAnswer finish(const std::string& workitem_uid, const std::string& transaction_uid,
                            const std::string& state) = 0;
};

struct InstanceAddress {
  std::string study_instance_uid, series_instance_uid, sop_instance_uid;
  std::string retrieve_url = {};  // where the workitem says that it is; may be empty or relative
};

// A client of WADO-RS and STOW-RS (PS3.18 section 10). Errors as above; kInput when the instance is not there, and
// kConfiguration when a workitem names a server that we must not speak to. Thread safe.
class ImageStore {
 public:
  virtual ~ImageStore() = default;
  // The instance as stored, a DICOM Part 10 file.
  virtual std::vector<std::uint8_t> retrieve(const InstanceAddress& address) = 0;
  // All files in one request. An instance that the store has already counts as stored. `storage_url` is what the
  // workitem names as destination; may be empty.
  virtual void store(const std::vector<std::vector<std::uint8_t>>& files, const std::string& storage_url) = 0;
  // Of an instance that was stored there.
  virtual std::string retrieve_url(const InstanceAddress& address, const std::string& storage_url) const = 0;
};

}  // namespace sonolist::processor
