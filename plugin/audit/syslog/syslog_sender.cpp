#include "plugin/audit/syslog/syslog_sender.h"

#include <algorithm>

namespace sonolist::plugin {

SyslogSender::SyslogSender(std::unique_ptr<SyslogTransport> transport, Log& log, const SyslogLimits& limits)
    : transport_(std::move(transport)), log_(log), limits_(limits), next_pause_(limits.first_pause) {}

void SyslogSender::start() {
  thread_ = std::thread([this] { run(); });
}

void SyslogSender::stop() {
  {
    std::unique_lock<std::mutex> lock(mutex_);
    is_stopping_ = true;
    changed_.notify_all();
    if (thread_.joinable()) changed_.wait_for(lock, limits_.farewell, [this] { return has_ended_; });
    give_up_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
  drop_waiting();
}

void SyslogSender::offer(std::string record) {
  std::string sentence;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    const bool is_too_long = record.size() > limits_.record_bytes;
    if (!is_too_long && !give_up_ && waiting_.size() < limits_.waiting_records) {
      waiting_.push_back(std::move(record));
    } else {
      ++dropped_;
      if (is_too_long) {
        sentence = "Sonolist: an audit message of " + std::to_string(record.size()) +
                   " bytes is not sent: syslog takes " + std::to_string(limits_.record_bytes);
      } else if (!drops_are_reported_ && !give_up_) {
        drops_are_reported_ = true;
        sentence = "Sonolist: " + std::to_string(waiting_.size()) +
                   " audit messages wait for the syslog server, and further ones are dropped until it takes them: see "
                   "that it runs, and Sonolist.Audit.Syslog";
      }
    }
  }
  changed_.notify_all();
  if (!sentence.empty()) log_.error(sentence);
}

std::size_t SyslogSender::dropped() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return dropped_;
}

void SyslogSender::run() {
  while (wait_for_record()) {
    if (!send_first()) pause();
  }
  const std::lock_guard<std::mutex> lock(mutex_);
  has_ended_ = true;
  changed_.notify_all();
}

// False when it is time to end: asked to stop, and nothing is left or there is no more time for it.
bool SyslogSender::wait_for_record() {
  std::unique_lock<std::mutex> lock(mutex_);
  changed_.wait(lock, [this] { return is_stopping_ || !waiting_.empty(); });
  return !waiting_.empty() && !give_up_;
}

bool SyslogSender::send_first() {
  std::string record;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    record = waiting_.front();
  }
  try {
    transport_->send(record, give_up_);
  } catch (const std::exception& error) {
    report_failure(error.what());
    return false;
  }
  report_success();
  return true;
}

void SyslogSender::report_failure(const std::string& reason) {
  if (is_failing_) return;
  is_failing_ = true;
  log_.error("Sonolist: audit messages wait, " + reason + ": see that it runs, and Sonolist.Audit.Syslog");
}

void SyslogSender::report_success() {
  std::size_t dropped = 0;
  bool were_dropped = false;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    waiting_.pop_front();
    std::swap(were_dropped, drops_are_reported_);
    dropped = dropped_;
  }
  next_pause_ = limits_.first_pause;
  if (is_failing_ || were_dropped) {
    log_.warning("Sonolist: the syslog server takes audit messages again; dropped since the start: " +
                 std::to_string(dropped));
  }
  is_failing_ = false;
}

void SyslogSender::pause() {
  std::unique_lock<std::mutex> lock(mutex_);
  changed_.wait_for(lock, next_pause_, [this] { return give_up_.load(); });
  next_pause_ = std::min(2 * next_pause_, limits_.longest_pause);
}

void SyslogSender::drop_waiting() {
  std::size_t left = 0;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    left = waiting_.size();
    dropped_ += left;
    waiting_.clear();
  }
  if (left > 0) {
    log_.error("Sonolist: " + std::to_string(left) +
               " audit messages are dropped: the syslog server did not take them "
               "before the end");
  }
}

}  // namespace sonolist::plugin
