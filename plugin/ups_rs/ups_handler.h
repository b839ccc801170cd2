// UPS-RS (PS3.18 section 11): from an HTTP request to an HTTP answer.
#pragma once

#include <string>

#include "plugin/http/http_message.h"
#include "plugin/ups_rs/routes.h"
#include "plugin/ups_rs/worklist_service.h"

namespace sonolist::plugin {

// All transactions of routes.h. Thread safe; throws StoreError only.
class UpsHandler {
 public:
  // Borrows the service. `root` is the path of the worklist, e.g. "/dicom-web/workitems".
  UpsHandler(WorklistService& service, std::string root) : service_(service), root_(std::move(root)) {}

  const std::string& root() const { return root_; }

  HttpResponse handle(const HttpRequest& request) const;

 private:
  HttpResponse answer(const HttpRequest& request, const RouteMatch& match) const;
  HttpResponse create(const HttpRequest& request) const;
  HttpResponse search(const HttpRequest& request) const;
  HttpResponse retrieve(const HttpRequest& request, const std::string& uid) const;
  HttpResponse update(const HttpRequest& request, const std::string& uid) const;
  HttpResponse change_state(const HttpRequest& request, const std::string& uid) const;
  HttpResponse request_cancel(const HttpRequest& request, const RouteMatch& match) const;
  HttpResponse capabilities(const HttpRequest& request) const;
  std::string base_uri(const HttpRequest& request) const;

  WorklistService& service_;
  const std::string root_;
};

}  // namespace sonolist::plugin
