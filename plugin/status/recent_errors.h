// The last warnings and errors, for the status page.
#pragma once

#include <deque>
#include <mutex>
#include <nlohmann/json.hpp>
#include <string>

#include "plugin/log/log.h"
#include "plugin/worklist/date_time.h"

namespace sonolist::plugin {

// A log that hands everything on and remembers the last kCapacity warnings and errors. Thread safe.
class RecentErrors : public Log {
 public:
  RecentErrors(Log& next, Clock clock) : next_(next), clock_(std::move(clock)) {}

  void info(const std::string& sentence) override { next_.info(sentence); }
  void warning(const std::string& sentence) override;
  void error(const std::string& sentence) override;

  // [{"time": ..., "message": ...}], newest first.
  nlohmann::json to_json() const;

  static constexpr std::size_t kCapacity = 20;

 private:
  void remember(const std::string& sentence);

  Log& next_;
  const Clock clock_;
  mutable std::mutex mutex_;
  std::deque<std::pair<TimePoint, std::string>> sentences_;
};

}  // namespace sonolist::plugin
