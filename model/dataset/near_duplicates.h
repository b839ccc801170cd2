// Pictures of a data set that are nearly the same, and groups that they join: a near duplicate on the other side of a
// split makes every number of the test too good.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "model/dataset/packed_dataset.h"

namespace sonolist::model {

// On 204 pictures of regional anaesthesia a person found all 25 pairs up to 24 apart to be the same scene (the same
// frame at another crop, or another frame of it), 1 of the 2 at 29, and none of those from 33 to 38.
constexpr int kNearDuplicateDistance = 24;

struct NearDuplicate {
  std::int64_t first = 0, second = 0;  // sample indices, first < second
  int distance = 0;                    // hash_distance(); 0 also for pictures that are the same byte for byte
  bool exact = false;                  // the same byte for byte
};

// All pairs up to `max_distance` apart, by distance, then by index. Compares every picture with every other: 10,000
// pictures take about a second. Throws ModelError for a negative distance.
std::vector<NearDuplicate> near_duplicates(const PackedDataset& dataset, int max_distance);

// One group for all groups that a pair connects, directly or through others, named after the one that appears first.
// `groups`: one per sample; the pairs' indices are of samples.
std::vector<std::string> merge_groups(const std::vector<std::string>& groups,
                                      const std::vector<std::pair<std::int64_t, std::int64_t>>& pairs);

// The same for near duplicates.
std::vector<std::string> merge_groups(const std::vector<std::string>& groups, const std::vector<NearDuplicate>& pairs);

}  // namespace sonolist::model
