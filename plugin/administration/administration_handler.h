// The REST resources below /sonolist that change something: dead letters, pauses, processing again.
#pragma once

#include <optional>

#include "plugin/administration/administration.h"
#include "plugin/administration/administration_routes.h"
#include "plugin/http/http_message.h"

namespace sonolist::plugin {

//   GET    /sonolist/dead-letters?model=&reason=&study=&limit=
//   POST   /sonolist/requeue      {"Uids": [...], "Model": "", "Reason": "", "Study": ""} or {"All": true}
//   GET    /sonolist/paused
//   POST   /sonolist/pause, /sonolist/resume    {"Model": ""}; without a model: all
//   GET    /sonolist/reprocess    the jobs
//   POST   /sonolist/reprocess    {"Query": {"StudyInstanceUID": ...}, "Priority": "LOW", "StepsPerMinute": 60}
//   POST   /sonolist/{studies|series|instances}/{orthanc id}/process
//   DELETE /sonolist/reprocess/{id}
// Thread safe; throws StoreError.
class AdministrationHandler {
 public:
  // Borrows the service.
  explicit AdministrationHandler(Administration& service) : service_(service) {}

  // Nothing when the path is none of ours.
  std::optional<HttpResponse> handle(const HttpRequest& request) const;

 private:
  HttpResponse answer(const AdministrationRouteMatch& match, const HttpRequest& request) const;
  HttpResponse dead_letters(const HttpRequest& request) const;
  HttpResponse requeue(const HttpRequest& request) const;
  HttpResponse set_paused(const HttpRequest& request, bool is_paused) const;
  HttpResponse paused() const;
  HttpResponse reprocess(const ReprocessRequest& request) const;
  HttpResponse process(const std::string& level, const std::string& orthanc_id, const std::string& body) const;
  HttpResponse cancel_job(std::int64_t id) const;
  HttpResponse jobs() const;

  Administration& service_;
};

}  // namespace sonolist::plugin
