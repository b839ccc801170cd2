// UPS-RS (PS3.18 section 11): from an HTTP request to an HTTP answer.
#pragma once

#include <functional>
#include <string>

#include "plugin/http/http_message.h"
#include "plugin/subscriptions/subscription_service.h"
#include "plugin/ups_rs/routes.h"
#include "plugin/ups_rs/worklist_service.h"

namespace sonolist::plugin {

// Where the subscriber of this AE title opens its event channel; "" while no listener is open. Called from several
// threads.
using ChannelUrl = std::function<std::string(const std::string& ae_title)>;

// All transactions of routes.h. Thread safe; throws StoreError only.
class UpsHandler {
 public:
  // Borrows the services. `channel_url` may be empty: subscribers then learn of no event channel. `root` is the path of
  // the worklist, e.g. "/dicom-web/workitems".
  UpsHandler(WorklistService& service, SubscriptionService& subscriptions, ChannelUrl channel_url, std::string root)
      : service_(service),
        subscriptions_(subscriptions),
        channel_url_(std::move(channel_url)),
        root_(std::move(root)) {}

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
  HttpResponse claim(const HttpRequest& request) const;
  HttpResponse subscribe(const HttpRequest& request, const RouteMatch& match) const;
  HttpResponse unsubscribe(const RouteMatch& match) const;
  HttpResponse suspend(const RouteMatch& match) const;
  HttpResponse capabilities(const HttpRequest& request) const;
  std::string base_uri(const HttpRequest& request) const;

  WorklistService& service_;
  SubscriptionService& subscriptions_;
  const ChannelUrl channel_url_;
  const std::string root_;
};

}  // namespace sonolist::plugin
