#include "plugin/status/recent_errors.h"

namespace sonolist::plugin {

void RecentErrors::warning(const std::string& sentence) {
  remember(sentence);
  next_.warning(sentence);
}

void RecentErrors::error(const std::string& sentence) {
  remember(sentence);
  next_.error(sentence);
}

nlohmann::json RecentErrors::to_json() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  nlohmann::json rows = nlohmann::json::array();
  for (const auto& [time, sentence] : sentences_) {
    rows.push_back({{"time", format_date_time(time)}, {"message", sentence}});
  }
  return rows;
}

void RecentErrors::remember(const std::string& sentence) {
  const std::lock_guard<std::mutex> lock(mutex_);
  sentences_.emplace_front(clock_(), sentence);
  if (sentences_.size() > kCapacity) sentences_.pop_back();
}

}  // namespace sonolist::plugin
