#include "dicom_sr/tools/progress_line.h"

#include <unistd.h>

#include <iostream>
#include <utility>

namespace sonolist::dicom {

namespace {

constexpr int kCells = 30;
constexpr const char* kEraseLine = "\r\033[K";

}  // namespace

ProgressLine::ProgressLine(std::string title, std::size_t total)
    : title_(std::move(title)), total_(total), is_terminal_(isatty(STDERR_FILENO) != 0) {}

ProgressLine::~ProgressLine() {
  if (is_terminal_) std::cerr << kEraseLine << std::flush;
}

void ProgressLine::show(std::size_t done) {
  if (!is_terminal_ || total_ == 0) return;
  const int percent = static_cast<int>(100 * done / total_);
  if (percent == shown_percent_) return;
  shown_percent_ = percent;
  const auto full = static_cast<std::size_t>(percent * kCells / 100);
  std::cerr << kEraseLine << title_ << " [" << std::string(full, '#') << std::string(kCells - full, '.') << "] " << done
            << "/" << total_ << std::flush;
}

}  // namespace sonolist::dicom
