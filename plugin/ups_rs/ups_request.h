// Reading what clients of UPS-RS really send; lenient where editions of PS3.18 and implementations differ. Pure.
#pragma once

#include <string>

#include "plugin/http/http_message.h"
#include "plugin/worklist/workitem.h"

namespace sonolist::plugin {

// The request with the parameters that the client sent. Orthanc's own port drops the query of everything but GET: a
// reverse proxy, or the client, may repeat the URI with its query in the header X-Original-URI.
HttpRequest with_original_query(HttpRequest request);

// Value of the first parameter of this name, whatever its case; "" when absent. `name` in lower case.
std::string query_value(const HttpRequest& request, std::string_view name);

// The Transaction UID of an update, in order: query Transaction-uid, transaction-uid, transactionUID, transaction or a
// bare UID; body (0008,1195); header X-Transaction-UID. Empty when nowhere. Removed from `data_set`.
std::string take_transaction_uid(const HttpRequest& request, Json& data_set);

// The UID of a workitem to create: query workitem, AffectedSOPInstanceUID or a bare UID; else in the data set.
// Empty when nowhere.
std::string created_uid(const HttpRequest& request, const Json& data_set);

// AE title of who asks: ?requester=, else `in_path`, else "ANONYMOUS". Throws RefusedRequest (400) for what is none.
std::string requester_of(const HttpRequest& request, const std::string& in_path);

// Refuses (400) what is no AE title: 1 to 16 characters, no backslash, no control character, not only spaces.
void require_ae_title(const std::string& title, const std::string& what);

// 400 unless path, query and headers are UTF-8, as everything must be that is stored, matched or quoted in an answer.
// (A body that is not is no JSON.)
void require_utf8(const HttpRequest& request);

}  // namespace sonolist::plugin
