// GET /sonolist/system: who works, how much got done, how long it took, what failed and what waits.
#pragma once

#include <nlohmann/json.hpp>

#include "plugin/worklist/monitoring_source.h"
#include "plugin/worklist/worklist_store.h"

namespace sonolist::plugin {

// {"performers": [{"name", "state", "lastSeen", "running", "completed", "canceled"}],
//  "throughput": [{"hour", "completed", "canceled"}], "latencySeconds": {"wait": {"p50", "p95", "p99"}, "work",
//  "total"}, "errors": [{"class", "count"}], "queue": {"depth", "oldestSeconds", "byModel": [{"model", "waiting",
//  "running", "paused"}]}}
//
// Performers are known by what they write into their steps: a running one from its first heartbeat on. Counted are the
// running steps and the last 1000 that ended within 24 hours. "alive" is who has written in the last five minutes,
// "silent" who has not: idle or gone. Throughput has the hour that runs and the 23 before it; it and the errors see the
// last 200,000 steps that ended. Latencies are of the steps that the last 6000 events saw COMPLETED, null when there
// are none. Times are ISO 8601 in UTC.
class SystemReport {
 public:
  // Borrows source and worklist.
  SystemReport(const MonitoringSource& source, const WorklistStore& worklist, Clock clock)
      : source_(source), worklist_(worklist), clock_(std::move(clock)) {}

  // Thread safe; throws StoreError.
  nlohmann::json to_json() const;

 private:
  const MonitoringSource& source_;
  const WorklistStore& worklist_;
  const Clock clock_;
};

}  // namespace sonolist::plugin
