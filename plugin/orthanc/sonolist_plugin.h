// The plug-in put together: who owns what, and in which order it starts and ends.
#pragma once

#include <memory>

#include "plugin/configuration/configuration.h"
#include "plugin/intake/background_worker.h"
#include "plugin/intake/intake.h"
#include "plugin/orthanc/orthanc_image_source.h"
#include "plugin/orthanc/orthanc_server.h"
#include "plugin/status/recent_errors.h"
#include "plugin/status/status_handler.h"
#include "plugin/ups_rs/ups_handler.h"
#include "plugin/worklist/sql/sql_intake_store.h"
#include "plugin/worklist/sql/sql_status_source.h"
#include "plugin/worklist/sql/sql_worklist_store.h"

namespace sonolist::plugin {

class SonolistPlugin {
 public:
  // Opens the data base, and waits a while for one that is not up yet. Throws StoreError. Borrows the server.
  SonolistPlugin(OrthancServer& server, const Configuration& configuration);

  BackgroundWorker& worker() { return worker_; }

  HttpResponse answer_worklist(const HttpRequest& request) const { return worklist_handler_.handle(request); }
  HttpResponse answer_status(const HttpRequest& request) const { return status_handler_.handle(request); }

  // Gauges: workitems by state, images by outcome.
  void refresh_metrics() const;

 private:
  OrthancServer& server_;
  RecentErrors errors_;
  const std::unique_ptr<SqlDatabase> database_;
  SqlWorklistStore worklist_;
  SqlIntakeStore intake_store_;
  SqlStatusSource status_source_;
  WorklistService service_;
  UpsHandler worklist_handler_;
  StatusHandler status_handler_;
  OrthancImageSource images_;
  Intake intake_;
  BackgroundWorker worker_;
};

}  // namespace sonolist::plugin
