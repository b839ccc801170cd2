// What is wrong with a data set, or looks as if it were, before a network learns it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/dataset/near_duplicates.h"
#include "model/dataset/packed_dataset.h"
#include "model/dataset/split.h"

namespace sonolist::model {

enum class Severity {
  kError,    // results on this data set or split would mislead
  kWarning,  // to be looked at
  kNote      // may well be right
};

struct Finding {
  Severity severity = Severity::kNote;
  std::string check;                 // a fixed word such as "empty-mask", for programs
  std::string text;                  // a sentence for a person, with the remedy where there is one
  std::vector<std::string> samples;  // names; pairs as "0001 0002"
};

struct ClassStatistics {
  std::string name;
  std::int64_t images = 0;                             // that hold it
  double smallest = 0.0, median = 0.0, largest = 0.0;  // area in percent of the picture, where the class is present
  std::int64_t duplicate_pairs = 0;                    // near duplicates of which one mask at least holds it
  double duplicate_dice = 0.0;                         // their mean, see mask_agreement(); 0 without such a pair
};

struct IntegrityReport {
  std::int64_t images = 0, height = 0, width = 0;
  std::vector<std::int64_t> group_sizes;  // images, largest first
  std::vector<ClassStatistics> classes;   // without the background
  int max_distance = 0;                   // of hash_distance() for near duplicates
  std::vector<NearDuplicate> pairs_within_groups, pairs_across_groups, pairs_across_parts;  // disjoint
  std::vector<Finding> findings;                                                            // the worst first
};

// `split` may be null; it is borrowed for the call, and its samples are those of the data set. Throws ModelError for a
// negative distance.
IntegrityReport check_integrity(const PackedDataset& dataset, const ThreeWaySplit* split, int max_distance);

bool has_error(const IntegrityReport& report);

}  // namespace sonolist::model
