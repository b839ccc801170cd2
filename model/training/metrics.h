// Overlap of label maps with their reference, per image and class, and its honest summaries.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace sonolist::model {

// Pixels of one class in one image.
struct OverlapCounts {
  std::int64_t overlap = 0, predicted = 0, reference = 0;

  bool absent() const { return predicted == 0 && reference == 0; }
};

// 2|A and B| / (|A|+|B|) and |A and B| / |A or B|; `if_absent` where both are empty.
double dice(const OverlapCounts& counts, double if_absent);
double iou(const OverlapCounts& counts, double if_absent);

// What an image in which neither the prediction nor the reference holds the class counts as. Published numbers rarely
// say.
enum class AbsentClass { kLeftOut, kZero, kOne };

struct OverlapSummary {
  std::int64_t images = 0;                                    // that entered; all other values are NaN where it is 0
  double mean = 0.0, standard_deviation = 0.0, median = 0.0;  // standard deviation of the images (n-1); 0 for one
};

// Counts of all images for all classes. Class 0 is the background.
class OverlapTable {
 public:
  explicit OverlapTable(int classes);

  // Row-major label maps of equal length. Throws ModelError for a difference in length or a label that is no class.
  void add(const std::vector<std::uint8_t>& predicted, const std::vector<std::uint8_t>& reference);
  void add(std::vector<OverlapCounts> image);  // one entry per class

  int classes() const { return classes_; }
  std::int64_t images() const { return static_cast<std::int64_t>(images_.size()); }
  const OverlapCounts& at(std::int64_t image, int structure) const;
  OverlapCounts pooled(int structure) const;  // all images as one
  OverlapSummary dice_summary(int structure, AbsentClass absent) const;
  OverlapSummary iou_summary(int structure, AbsentClass absent) const;
  // Mean over the foreground classes of the mean Dice per image with absent classes left out; NaN where no class
  // occurs.
  double mean_dice() const;

 private:
  template <typename Measure>
  OverlapSummary summarise(int structure, AbsentClass absent, const Measure& measure) const;

  int classes_;
  std::vector<std::vector<OverlapCounts>> images_;
};

}  // namespace sonolist::model
