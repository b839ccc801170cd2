// The resources of the worklist and what each may be asked for: one table for the handler, the capabilities and the
// OpenAPI document.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "plugin/http/http_message.h"

namespace sonolist::plugin {

enum class Operation {
  kSearch,
  kCreate,
  kCapabilities,
  kClaim,
  kOpenChannel,
  kRetrieve,
  kUpdate,
  kChangeState,
  kRequestCancel,
  kSubscribe,
  kUnsubscribe,
  kSuspend
};

struct Route {
  HttpMethod method;
  std::string_view path;  // below the root of the worklist; "{name}" stands for one segment
  Operation operation;
  std::string_view transaction;  // of PS3.18 chapter 11, or what else it is
  std::array<int, 10> statuses;  // of answers; those that every resource can have (401, 500) are left out
};

struct RouteTable {
  const Route* first;
  const Route* last;
  const Route* begin() const { return first; }
  const Route* end() const { return last; }
};

RouteTable worklist_routes();

std::string_view to_string(HttpMethod method);

struct RouteMatch {
  const Route* route = nullptr;  // nothing: 405 when `allowed` names methods, else 404
  std::string allowed;           // methods of the resource, e.g. "GET, POST"
  std::string workitem, ae_title, requester;
};

// Pure.
RouteMatch find_route(HttpMethod method, std::string_view below_root);

}  // namespace sonolist::plugin
