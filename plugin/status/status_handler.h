// The REST resources below /sonolist: what the worklist is doing, for people and for monitoring.
#pragma once

#include <functional>
#include <string>

#include "plugin/http/http_message.h"
#include "plugin/status/recent_errors.h"
#include "plugin/worklist/intake_store.h"
#include "plugin/worklist/status_source.h"

namespace sonolist::plugin {

// GET status, workitems, events, skipped, instances/{id} as JSON, and app/ as the page. Thread safe; throws StoreError.
class StatusHandler {
 public:
  // What the status says of the plug-in's own door.
  using ListenerStatus = std::function<nlohmann::json()>;

  // Borrows everything but the function.
  StatusHandler(const StatusSource& source, const IntakeStore& intake, const RecentErrors& errors,
                ListenerStatus listener_status)
      : source_(source), intake_(intake), errors_(errors), listener_status_(std::move(listener_status)) {}

  HttpResponse handle(const HttpRequest& request) const;

  static constexpr const char* kRoot = "/sonolist";

 private:
  HttpResponse status() const;

  const StatusSource& source_;
  const IntakeStore& intake_;
  const RecentErrors& errors_;
  const ListenerStatus listener_status_;
};

}  // namespace sonolist::plugin
