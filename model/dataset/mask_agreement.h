// How well a data set's own masks agree: what the same hand drew on nearly the same picture twice.
#pragma once

#include <cstdint>
#include <vector>

#include "model/dataset/near_duplicates.h"
#include "model/dataset/packed_dataset.h"

namespace sonolist::model {

struct MaskAgreement {
  std::int64_t pairs = 0;  // of which one mask at least holds the class
  double mean_dice = 0.0;  // of the two masks of a pair, pixel by pixel; 0 without a pair
};

// One for each class of the data set, the background first. Pictures of a pair may be shifted against each other, so
// the masks of a careful person reach less than 1; but a network that sees only such pictures can hardly agree better
// with either mask than they do with each other.
std::vector<MaskAgreement> mask_agreement(const PackedDataset& dataset, const std::vector<NearDuplicate>& pairs);

}  // namespace sonolist::model
