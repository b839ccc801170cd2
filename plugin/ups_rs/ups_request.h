// Reading what clients of UPS-RS really send; lenient where editions of PS3.18 and implementations differ. Pure.
#pragma once

#include <optional>
#include <string>

#include "plugin/http/http_message.h"
#include "plugin/worklist/workitem.h"

namespace sonolist::plugin {

// Below the worklist root: "", "/{uid}", "/{uid}/state", ...
struct UpsPath {
  std::string uid;       // empty for the worklist itself
  std::string resource;  // "state", "cancelrequest", "subscribers", or empty
  std::string argument;  // what follows the resource, e.g. the AE title of a requester
};

UpsPath parse_ups_path(const std::string& below_root);

// Throws RefusedRequest.
//  - an array of one data set (the standard) or a bare data set
Json parse_data_set(const HttpRequest& request);

// The Transaction UID of an update, in order: query Transaction-uid, transaction-uid, transactionUID, transaction or a
// bare UID; body (0008,1195); header X-Transaction-UID. Empty when nowhere. Removed from `data_set`.
std::string take_transaction_uid(const HttpRequest& request, Json& data_set);

// The UID of a workitem to create: query workitem, AffectedSOPInstanceUID or a bare UID; else in the data set.
// Empty when nowhere.
std::string created_uid(const HttpRequest& request, const Json& data_set);

// AE title or name of who asks: ?requester=, path, else "ANONYMOUS".
std::string requester_of(const HttpRequest& request, const UpsPath& path);

// A request that is answered with `status` before any service sees it.
class RefusedRequest : public std::runtime_error {
 public:
  RefusedRequest(int status, const std::string& sentence) : std::runtime_error(sentence), status_(status) {}
  int status() const noexcept { return status_; }

 private:
  int status_;
};

// 400 unless path, query and headers are UTF-8, as everything must be that is stored, matched or quoted in an answer.
// (A body that is not is no JSON.)
void require_utf8(const HttpRequest& request);

// 415 unless the body is DICOM JSON; 406 unless the client accepts DICOM JSON. XML is not supported yet.
void require_json_body(const HttpRequest& request);
void require_json_answer(const HttpRequest& request);

}  // namespace sonolist::plugin
