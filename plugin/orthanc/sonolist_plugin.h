// The plug-in put together: who owns what, and in which order it starts and ends.
#pragma once

#include <atomic>
#include <memory>
#include <optional>

#include "plugin/audit/syslog/syslog_audit.h"
#include "plugin/configuration/configuration.h"
#include "plugin/events/channel_registry.h"
#include "plugin/events/event_dispatcher.h"
#include "plugin/listener/listener.h"
#include "plugin/monitoring/monitoring.h"
#include "plugin/orthanc/orthanc_image_source.h"
#include "plugin/orthanc/orthanc_server.h"
#include "plugin/orthanc/pacs_side.h"
#include "plugin/status/recent_errors.h"
#include "plugin/status/status_handler.h"
#include "plugin/ups_rs/ups_handler.h"
#include "plugin/viewer/viewer_handler.h"
#include "plugin/worklist/sql/sql_event_log.h"
#include "plugin/worklist/sql/sql_status_source.h"
#include "plugin/worklist/sql/sql_subscription_store.h"
#include "plugin/worklist/sql/sql_worklist_store.h"

namespace sonolist::plugin {

class SonolistPlugin {
 public:
  // Opens the data base, and waits a while for one that is not up yet. Throws StoreError and ConfigurationError.
  // Borrows the server.
  SonolistPlugin(OrthancServer& server, const Configuration& configuration);

  // Begins to work, once the REST interface of the PACS answers. A listener whose port is taken is reported and left
  // out: the PACS goes on.
  void start();

  // Returns when every thread has ended.
  void stop();

  // An image came or left. Safe inside callbacks of the PACS.
  void hint() noexcept;
  void hint_deletion(const std::string& orthanc_id) noexcept;

  // Of the listener, which has one door for all.
  HttpResponse answer(const HttpRequest& request) const;

  HttpResponse answer_worklist(const HttpRequest& request) const { return worklist_handler_.handle(request); }
  HttpResponse answer_status(const HttpRequest& request) const;

  // Path of the viewer with a slash at its end, or empty.
  std::string viewer_path() const { return viewer_.path(); }

  // Gauges: workitems by state, images by outcome.
  void refresh_metrics() const;

 private:
  void start_parts();
  void announce_restart();
  std::string channel_url(const std::string& ae_title) const;
  nlohmann::json more_status() const;
  MonitoringParts monitoring_parts();

  OrthancServer& server_;
  const Configuration configuration_;
  RecentErrors errors_;
  const std::unique_ptr<SqlDatabase> database_;
  SqlWorklistStore worklist_;
  SqlStatusSource status_source_;
  SqlEventLog events_;
  SqlSubscriptionStore subscription_store_;
  WorklistService service_;
  SubscriptionService subscriptions_;
  UpsHandler worklist_handler_;
  Monitoring monitoring_;
  StatusHandler status_handler_;
  ViewerHandler viewer_;
  OrthancImageSource images_;
  std::unique_ptr<SyslogAudit> syslog_;      // null when no server is configured
  std::unique_ptr<PacsSide> pacs_side_;      // from start() on: only then does the PACS tell who it is
  std::atomic<PacsSide*> started_{nullptr};  // the same, for the threads that answer requests
  std::atomic<bool> is_started_{false};
  ChannelRegistry channels_;
  EventDispatcher dispatcher_;
  std::optional<Listener> listener_;
};

}  // namespace sonolist::plugin
