// What the audit records, sent to a syslog server as audit messages of DICOM PS3.15.
#pragma once

#include <functional>

#include "plugin/audit/audit_observer.h"
#include "plugin/audit/syslog/ended_step_reader.h"
#include "plugin/audit/syslog/recorded_messages.h"
#include "plugin/audit/syslog/syslog_sender.h"
#include "plugin/intake/background_worker.h"

namespace sonolist::plugin {

// Thread safe but for start() and stop(). Messages are of the time while it runs: steps that end while the plug-in is
// down are in the event log only.
class SyslogAudit : public AuditObserver {
 public:
  // Borrows data base and log. Throws ConfigurationError when a file of the settings is none.
  SyslogAudit(SqlDatabase& database, const SyslogSettings& settings, Clock clock, Log& log);

  // Tells that the application starts, and from then on of steps that end.
  void start();

  // Tells of the last steps and that the application stops; returns when both threads have ended.
  void stop();

  void accessed(const RecordedAccess& access) noexcept override;
  void found_broken(const BrokenLink& link, TimePoint time) noexcept override;

 private:
  std::chrono::milliseconds follow_steps();
  void send(const AuditMessage& message);
  void send_or_report(const std::function<AuditMessage()>& make_message) noexcept;

  Log& log_;
  const Clock clock_;
  const std::string host_;
  const AuditSource source_;
  SyslogSender sender_;
  EndedStepReader ended_steps_;  // the worker's thread, in stop() the caller's
  bool is_running_ = false;
  BackgroundWorker worker_;
};

}  // namespace sonolist::plugin
