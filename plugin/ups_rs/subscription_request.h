// What a subscriber asks for (PS3.18 11.10.1). Pure.
#pragma once

#include <string>

#include "plugin/http/http_message.h"
#include "plugin/subscriptions/subscription_rules.h"

namespace sonolist::plugin {

inline constexpr const char* kWorklistUid = "1.2.840.10008.5.1.4.34.5";
inline constexpr const char* kFilteredWorklistUid = "1.2.840.10008.5.1.4.34.5.1";

bool is_global(const std::string& workitem_uid);

struct SubscriptionRequest {
  bool deletion_lock = false;
  MatchKeys keys;  // of a filtered subscription
};

// From the query: deletionlock=true, and either filter=key=value,key=value (values percent-encoded once more) or the
// keys as parameters of their own. Orthanc's port drops the query, so also from a JSON body
// {"DeletionLock": "TRUE", "Filter": "key=value,..."}. Throws RefusedRequest: a filtered subscription needs keys, any
// other must have none.
SubscriptionRequest parse_subscription_request(const HttpRequest& request, const std::string& workitem_uid);

}  // namespace sonolist::plugin
