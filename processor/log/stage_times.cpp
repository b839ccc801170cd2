#include "processor/log/stage_times.h"

#include <algorithm>

namespace sonolist::processor {

void StageTimes::add(const std::string& stage, double milliseconds) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto found =
      std::find_if(stages_.begin(), stages_.end(), [&](const auto& entry) { return entry.first == stage; });
  if (found == stages_.end()) {
    stages_.emplace_back(stage, milliseconds);
  } else {
    found->second += milliseconds;
  }
}

std::vector<std::pair<std::string, double>> StageTimes::milliseconds() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return stages_;
}

StageTimer::~StageTimer() {
  const std::chrono::duration<double, std::milli> elapsed = std::chrono::steady_clock::now() - start_;
  times_.add(stage_, elapsed.count());
}

}  // namespace sonolist::processor
