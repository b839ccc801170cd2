#include "model/tools/progress_bar.h"

#include <unistd.h>

#include <algorithm>
#include <iomanip>
#include <iostream>
#include <sstream>
#include <utility>

namespace sonolist::model::tools {
namespace {

constexpr int kBarCells = 30;
constexpr std::chrono::milliseconds kTerminalPause{100}, kPlainPause{10000};

std::string duration(double seconds) {
  const auto whole = static_cast<std::int64_t>(seconds + 0.5);
  std::ostringstream out;
  out << std::setfill('0');
  if (whole >= 3600) out << whole / 3600 << ':' << std::setw(2);
  out << whole % 3600 / 60 << ':' << std::setw(2) << whole % 60;
  return out.str();
}

}  // namespace

ProgressBar::ProgressBar(std::string title, std::int64_t total, std::int64_t done)
    : title_(std::move(title)),
      total_(std::max<std::int64_t>(1, total)),
      first_(done),
      done_(done),
      terminal_(isatty(STDERR_FILENO) != 0),
      start_(Clock::now()),
      last_shown_(start_ - kPlainPause) {}

ProgressBar::~ProgressBar() {
  if (terminal_) std::cerr << '\n';
}

void ProgressBar::show(std::int64_t done, const std::string& detail) {
  done_ = done;
  detail_ = detail;
  const auto now = Clock::now();
  if (now - last_shown_ < (terminal_ ? kTerminalPause : kPlainPause) && done < total_) return;
  last_shown_ = now;
  draw();
}

void ProgressBar::print_line(const std::string& line) {
  std::cerr << (terminal_ ? "\r\033[K" : "") << line << '\n';
  if (terminal_) draw();
}

void ProgressBar::draw() const {
  const double share = std::min(1.0, static_cast<double>(done_) / static_cast<double>(total_));
  const double seconds = std::chrono::duration<double>(Clock::now() - start_).count();
  std::ostringstream line;
  line << title_ << ' ';
  if (terminal_) {
    const auto cells = static_cast<std::size_t>(share * kBarCells);
    line << '[' << std::string(cells, '#') << std::string(kBarCells - cells, '.') << "] ";
  }
  line << done_ << '/' << total_ << " (" << static_cast<int>(share * 100.0) << "%) " << duration(seconds);
  if (done_ > first_ && done_ < total_) {
    line << ", " << duration(seconds / static_cast<double>(done_ - first_) * static_cast<double>(total_ - done_))
         << " left";
  }
  if (!detail_.empty()) line << ", " << detail_;
  std::cerr << (terminal_ ? "\r\033[K" : "") << line.str() << (terminal_ ? "" : "\n") << std::flush;
}

}  // namespace sonolist::model::tools
