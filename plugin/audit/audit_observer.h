// Who is told of what the audit records and finds, besides the data base.
#pragma once

#include <cstdint>
#include <string>

#include "plugin/audit/sql/access_log.h"

namespace sonolist::plugin {

// A row of the log of accesses.
struct RecordedAccess {
  Access access;
  TimePoint time;
  LoggedRow row;
};

// Where one of the logs is not what was written.
struct BrokenLink {
  std::string log;  // "event" or "access"
  std::int64_t row = 0;
  std::string reason;
};

// Called by the threads that answer requests, several at once: implementations are thread safe, return at once and
// never throw. What they cannot do they report themselves; the answer does not depend on it.
class AuditObserver {
 public:
  virtual ~AuditObserver() = default;
  virtual void accessed(const RecordedAccess& access) noexcept = 0;
  virtual void found_broken(const BrokenLink& link, TimePoint time) noexcept = 0;
};

}  // namespace sonolist::plugin
