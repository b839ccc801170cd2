#include "model/prediction/connected_components.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace sonolist::model {
namespace {

// Disjoint sets over runs, with path halving.
class RunSets {
 public:
  std::int32_t add() {
    parent_.push_back(static_cast<std::int32_t>(parent_.size()));
    return parent_.back();
  }
  std::int32_t root(std::int32_t run) {
    while (parent_[run] != run) run = parent_[run] = parent_[parent_[run]];
    return run;
  }
  // The earlier run stays root, so that parts come in the order of their first pixel.
  void join(std::int32_t a, std::int32_t b) {
    a = root(a);
    b = root(b);
    parent_[std::max(a, b)] = std::min(a, b);
  }

 private:
  std::vector<std::int32_t> parent_;
};

struct Run {
  int row, begin, end;  // columns [begin, end)
  std::uint8_t label;
};

}  // namespace

Parts find_parts(const std::vector<std::uint8_t>& labels, int rows, int cols) {
  std::vector<Run> runs;
  RunSets sets;
  std::size_t above = 0, above_end = 0;  // runs of the row before
  for (int row = 0; row < rows; ++row) {
    const auto* line = labels.data() + static_cast<std::size_t>(row) * cols;
    const auto row_begin = runs.size();
    for (int col = 0; col < cols;) {
      const int begin = col;
      const auto label = line[begin];
      while (col < cols && line[col] == label) ++col;
      if (label == 0) continue;
      const auto self = sets.add();
      runs.push_back({row, begin, col, label});
      while (above < above_end && runs[above].end < begin) ++above;
      for (auto other = above; other < above_end && runs[other].begin <= col; ++other) {
        if (runs[other].label == label) sets.join(self, static_cast<std::int32_t>(other));
      }
    }
    above = row_begin;
    above_end = runs.size();
  }

  Parts result;
  result.of_pixel.assign(labels.size(), -1);
  std::vector<std::int32_t> part_of_run(runs.size(), -1);
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const auto& run = runs[i];
    const auto root = sets.root(static_cast<std::int32_t>(i));
    if (part_of_run[root] < 0) {
      part_of_run[root] = static_cast<std::int32_t>(result.parts.size());
      result.parts.push_back({run.label, 0});
    }
    const auto part = part_of_run[root];
    result.parts[part].area += run.end - run.begin;
    const auto first = result.of_pixel.begin() + static_cast<std::ptrdiff_t>(run.row) * cols;
    std::fill(first + run.begin, first + run.end, part);
  }
  return result;
}

}  // namespace sonolist::model
