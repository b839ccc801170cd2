// How far a command is, on a terminal.
#pragma once

#include <cstddef>
#include <string>

namespace sonolist::dicom {

// A bar on standard error, redrawn in place; nothing at all when standard error is no terminal. The line disappears
// with the object. Not thread safe.
class ProgressLine {
 public:
  ProgressLine(std::string title, std::size_t total);
  ~ProgressLine();
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  void show(std::size_t done);

 private:
  std::string title_;
  std::size_t total_;
  int shown_percent_ = -1;
  bool is_terminal_;
};

}  // namespace sonolist::dicom
