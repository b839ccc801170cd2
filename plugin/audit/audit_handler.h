// The REST resources below /sonolist/audit: see docs/audit.md.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "plugin/audit/audit_filter.h"
#include "plugin/audit/audit_observer.h"
#include "plugin/audit/audit_routes.h"
#include "plugin/audit/sql/audit_index.h"
#include "plugin/http/http_message.h"
#include "plugin/worklist/sql/sql_database.h"

namespace sonolist::plugin {

// Building the index anew, which the PACS side does.
class Reindexing {
 public:
  virtual ~Reindexing() = default;
  virtual void request_reindex() = 0;  // returns at once
  virtual ReindexProgress reindex_progress() const = 0;
};

// Thread safe; throws StoreError. Each request is added to the log of accesses before it is answered.
class AuditHandler {
 public:
  // Borrows everything. `observer` may be null.
  AuditHandler(SqlDatabase& database, Reindexing& reindexing, Clock clock, AuditObserver* observer = nullptr)
      : database_(database), reindexing_(reindexing), clock_(std::move(clock)), observer_(observer) {}

  // Nothing when the path is none of ours.
  std::optional<HttpResponse> handle(const HttpRequest& request) const;

 private:
  HttpResponse answer(const HttpRequest& request, std::string_view below_root) const;
  HttpResponse answer(const AuditRouteMatch& match, const HttpRequest& request) const;
  HttpResponse results(const HttpRequest& request) const;
  HttpResponse aggregate(const HttpRequest& request) const;
  HttpResponse drift(const HttpRequest& request) const;
  HttpResponse versions(const HttpRequest& request) const;
  HttpResponse coverage(const HttpRequest& request) const;
  HttpResponse trace(const std::string& uid) const;
  HttpResponse verify() const;
  HttpResponse accesses(const HttpRequest& request) const;
  HttpResponse audit_events(const HttpRequest& request) const;
  HttpResponse reindex_progress() const;
  HttpResponse begin_reindex() const;

  SqlDatabase& database_;
  Reindexing& reindexing_;
  const Clock clock_;
  AuditObserver* const observer_;
};

}  // namespace sonolist::plugin
