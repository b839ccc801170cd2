#include "plugin/audit/syslog/syslog_audit.h"

#include <unistd.h>

#include <boost/asio/ip/host_name.hpp>

#include "plugin/audit/syslog/syslog_record.h"

namespace sonolist::plugin {
namespace {

using std::chrono::milliseconds;

constexpr const char* kApplication = "Sonolist";
constexpr milliseconds kAgainAtOnce{0};
constexpr milliseconds kBetweenLooks{500};

std::string name_of_this_host() {
  boost::system::error_code error;
  return boost::asio::ip::host_name(error);
}

}  // namespace

SyslogAudit::SyslogAudit(SqlDatabase& database, const SyslogSettings& settings, Clock clock, Log& log)
    : log_(log),
      clock_(std::move(clock)),
      host_(name_of_this_host()),
      source_{kApplication + std::string("@") + host_, settings.ae_title},
      sender_(make_syslog_transport(settings), log),
      ended_steps_(database),
      worker_({{"audit messages about steps are delayed", [this] { return follow_steps(); }}}, log) {}

void SyslogAudit::start() {
  is_running_ = true;
  sender_.start();
  send_or_report([this] { return activity_message(source_, ApplicationActivity::kStart, clock_()); });
  worker_.start();
}

void SyslogAudit::stop() {
  worker_.stop();
  if (!is_running_) return;
  is_running_ = false;
  try {
    follow_steps();
  } catch (const std::exception& error) {
    log_.error(std::string("Sonolist: the last steps have no audit messages: ") + error.what());
  }
  send_or_report([this] { return activity_message(source_, ApplicationActivity::kStop, clock_()); });
  sender_.stop();
}

void SyslogAudit::accessed(const RecordedAccess& access) noexcept {
  send_or_report([&] { return access_message(source_, access); });
}

void SyslogAudit::found_broken(const BrokenLink& link, TimePoint time) noexcept {
  send_or_report([&] { return broken_link_message(source_, link, time); });
}

milliseconds SyslogAudit::follow_steps() {
  for (const EndedStep& step : ended_steps_.read_on()) {
    for (const AuditMessage& message : step_messages(source_, step)) send(message);
  }
  return ended_steps_.has_more() ? kAgainAtOnce : kBetweenLooks;
}

void SyslogAudit::send(const AuditMessage& message) {
  const bool is_warning = message.outcome != AuditOutcome::kSuccess;
  sender_.offer(to_rfc5424({is_warning ? SyslogSeverity::kWarning : SyslogSeverity::kNotice, message.time, host_,
                            kApplication, getpid(), to_xml(message)}));
}

void SyslogAudit::send_or_report(const std::function<AuditMessage()>& make_message) noexcept {
  try {
    send(make_message());
  } catch (const std::exception& error) {
    log_.error(std::string("Sonolist: an audit message is lost: ") + error.what());
  }
}

}  // namespace sonolist::plugin
