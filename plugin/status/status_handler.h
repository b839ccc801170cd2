// The REST resources below /sonolist: what the worklist is doing, for people and for monitoring.
#pragma once

#include <functional>
#include <string>

#include "plugin/http/http_message.h"
#include "plugin/status/recent_errors.h"
#include "plugin/worklist/status_source.h"

namespace sonolist::plugin {

// GET status, workitems, events, skipped, instances/{id} as JSON, and app/ as the page. Thread safe; throws StoreError.
class StatusHandler {
 public:
  // Further keys of the status: of the intake and of the plug-in's own door.
  using MoreStatus = std::function<nlohmann::json()>;

  // Borrows everything but the function.
  StatusHandler(const StatusSource& source, const RecentErrors& errors, MoreStatus more_status)
      : source_(source), errors_(errors), more_status_(std::move(more_status)) {}

  HttpResponse handle(const HttpRequest& request) const;

  static constexpr const char* kRoot = "/sonolist";

 private:
  HttpResponse status() const;

  const StatusSource& source_;
  const RecentErrors& errors_;
  const MoreStatus more_status_;
};

}  // namespace sonolist::plugin
