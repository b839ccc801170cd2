// The resources of the audit and what each may be asked for: one table for the handler, the OpenAPI document and
// whoever must know all of them.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "plugin/http/http_message.h"

namespace sonolist::plugin {

enum class AuditResource {
  kResults,
  kAggregate,
  kDrift,
  kVersions,
  kCoverage,
  kTrace,
  kValues,
  kVerify,
  kAccesses,
  kAuditEvents,
  kReindexProgress,
  kReindex
};

struct AuditRoute {
  HttpMethod method;
  std::string_view path;  // below the root; "{name}", at the end only, stands for one segment
  AuditResource resource;
  bool takes_parameters;        // else any is refused
  std::array<int, 3> statuses;  // of answers; those that every resource can have (401, 405, 500) are left out
};

struct AuditRouteTable {
  const AuditRoute* first;
  const AuditRoute* last;
  const AuditRoute* begin() const { return first; }
  const AuditRoute* end() const { return last; }
};

AuditRouteTable audit_routes();

struct AuditRouteMatch {
  const AuditRoute* route = nullptr;  // null: 405 when `allowed` names methods, else 404
  std::string allowed;                // methods of the resource, e.g. "GET, POST"
  std::string parameter;              // what "{name}" stands for
};

// Pure.
AuditRouteMatch find_audit_route(HttpMethod method, std::string_view below_root);

}  // namespace sonolist::plugin
