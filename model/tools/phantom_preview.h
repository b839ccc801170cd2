// A contact sheet of phantoms, for people who judge them.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "model/phantom/phantom.h"

namespace sonolist::model::tools {

// Two pictures of each phantom side by side: plain, and with the outlines of its labels. Several threads may add
// different phantoms. Without OpenCV every function throws ModelError.
class PhantomPreview {
 public:
  // Shows the first `count` phantoms at most, of rows x cols pixels each.
  PhantomPreview(std::int64_t count, int rows, int cols);
  ~PhantomPreview();
  PhantomPreview(const PhantomPreview&) = delete;
  PhantomPreview& operator=(const PhantomPreview&) = delete;

  static constexpr std::int64_t kMost = 60;

  void add(const Phantom& phantom, std::int64_t index);  // its first frame; nothing for an index beyond the sheet
  void write(const std::string& path) const;

 private:
  struct Sheet;
  std::unique_ptr<Sheet> sheet_;
};

}  // namespace sonolist::model::tools
