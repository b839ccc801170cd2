// Whether the plug-in can do its work.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "plugin/monitoring/intake_health.h"
#include "plugin/worklist/event_log.h"

namespace sonolist::plugin {

class Readiness {
 public:
  // Nothing before the PACS has started.
  using IntakeState = std::function<std::optional<IntakeHealth::State>()>;

  // Borrows the events, by which the data base is asked.
  Readiness(const EventLog& events, IntakeState intake) : events_(events), intake_(std::move(intake)) {}

  // The sentence that says why it cannot; nothing when it can: the data base answers, and the intake has not failed for
  // longer than kPatience. Thread safe.
  std::optional<std::string> reason_not_ready() const;

  static constexpr std::chrono::seconds kPatience{60};

 private:
  const EventLog& events_;
  const IntakeState intake_;
};

}  // namespace sonolist::plugin
