// The REST resources below /sonolist: what the worklist is doing, for people and for monitoring.
#pragma once

#include <functional>
#include <string>

#include "plugin/http/http_message.h"
#include "plugin/monitoring/monitoring.h"
#include "plugin/status/recent_errors.h"
#include "plugin/status/status_routes.h"
#include "plugin/worklist/status_source.h"

namespace sonolist::plugin {

// Answers the routes of status_routes(), and OPTIONS for every path. Thread safe; throws StoreError.
class StatusHandler {
 public:
  // Further keys of the status: of the intake and of the plug-in's own door.
  using MoreStatus = std::function<nlohmann::json()>;

  // Borrows everything but the function.
  StatusHandler(const StatusSource& source, const RecentErrors& errors, MoreStatus more_status,
                const Monitoring& monitoring)
      : source_(source), errors_(errors), more_status_(std::move(more_status)), monitoring_(monitoring) {}

  HttpResponse handle(const HttpRequest& request) const;

  static constexpr const char* kRoot = "/sonolist";

 private:
  HttpResponse answer(const StatusRouteMatch& match, const HttpRequest& request) const;
  HttpResponse status() const;

  const StatusSource& source_;
  const RecentErrors& errors_;
  const MoreStatus more_status_;
  const Monitoring& monitoring_;
};

}  // namespace sonolist::plugin
