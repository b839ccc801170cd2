// How far a long command is: a bar with the remaining time on a terminal, a plain line now and then elsewhere.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace sonolist::model::tools {

// Writes to standard error. Not thread safe.
class ProgressBar {
 public:
  // `done` of `total` are behind us already (a resumed run); the remaining time is that of the rest.
  ProgressBar(std::string title, std::int64_t total, std::int64_t done = 0);
  ~ProgressBar();
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  void show(std::int64_t done, const std::string& detail = "");
  void print_line(const std::string& line);  // above the bar

 private:
  using Clock = std::chrono::steady_clock;

  void draw() const;

  std::string title_, detail_;
  std::int64_t total_, first_, done_;
  bool terminal_;
  Clock::time_point start_, last_shown_;
};

}  // namespace sonolist::model::tools
