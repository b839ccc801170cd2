// How long each stage of one step took.
#pragma once

#include <chrono>
#include <string>
#include <utility>
#include <vector>

namespace sonolist::processor {

// In the order of first use. Not thread safe.
class StageTimes {
 public:
  void add(const std::string& stage, double milliseconds);
  const std::vector<std::pair<std::string, double>>& milliseconds() const { return stages_; }

 private:
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
