// The REST resources below /sonolist: what the worklist is doing, for people and for monitoring.
#pragma once

#include <string>

#include "plugin/http/http_message.h"
#include "plugin/status/recent_errors.h"
#include "plugin/worklist/intake_store.h"
#include "plugin/worklist/status_source.h"

namespace sonolist::plugin {

// GET status, workitems, events, skipped, instances/{id} as JSON, and app/ as the page. Thread safe; throws StoreError.
class StatusHandler {
 public:
  // Borrows everything.
  StatusHandler(const StatusSource& source, const IntakeStore& intake, const RecentErrors& errors)
      : source_(source), intake_(intake), errors_(errors) {}

  HttpResponse handle(const HttpRequest& request) const;

  static constexpr const char* kRoot = "/sonolist";

 private:
  HttpResponse status() const;

  const StatusSource& source_;
  const IntakeStore& intake_;
  const RecentErrors& errors_;
};

}  // namespace sonolist::plugin
