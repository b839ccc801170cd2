#include "processor/monitoring/worklist_health.h"

namespace sonolist::processor {
namespace {

std::string without_user(const std::string& url) {
  const std::size_t scheme = url.find("://");
  const std::size_t host = scheme == std::string::npos ? 0 : scheme + 3;
  const std::size_t at = url.substr(0, url.find('/', host)).rfind('@');
  return at == std::string::npos || at < host ? url : url.substr(0, host) + url.substr(at + 1);
}

}  // namespace

WorklistHealth::WorklistHealth(const std::string& url, SteadyClock clock)
    : url_(without_user(url)), clock_(std::move(clock)) {}

void WorklistHealth::answered() {
  const std::lock_guard<std::mutex> lock(mutex_);
  state_.answers = true;
  state_.failure.clear();
  last_answer_ = clock_();
}

void WorklistHealth::failed(const std::string& reason) {
  const std::lock_guard<std::mutex> lock(mutex_);
  state_.answers = false;
  state_.failure = reason;
}

void WorklistHealth::set_channel_open(bool is_open) {
  const std::lock_guard<std::mutex> lock(mutex_);
  state_.channel_is_open = is_open;
}

WorklistHealth::State WorklistHealth::state() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  State state = state_;
  if (last_answer_) state.since_answer = clock_() - *last_answer_;
  return state;
}

}  // namespace sonolist::processor
