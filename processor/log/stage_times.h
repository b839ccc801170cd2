// How long each stage of one step took.
#pragma once

#include <chrono>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace sonolist::processor {

// In the order of first use. Thread safe.
class StageTimes {
 public:
  void add(const std::string& stage, double milliseconds);
  std::vector<std::pair<std::string, double>> milliseconds() const;

 private:
  mutable std::mutex mutex_;
  std::vector<std::pair<std::string, double>> stages_;
};

// Adds the time from its construction to its destruction.
class StageTimer {
 public:
  StageTimer(StageTimes& times, std::string stage)
      : times_(times), stage_(std::move(stage)), start_(std::chrono::steady_clock::now()) {}
  StageTimer(const StageTimer&) = delete;
  StageTimer& operator=(const StageTimer&) = delete;
  ~StageTimer();

 private:
  StageTimes& times_;
  std::string stage_;
  std::chrono::steady_clock::time_point start_;
};

}  // namespace sonolist::processor
