// Pairs of pictures side by side on one sheet, for a person who judges whether they are near duplicates.
#pragma once

#include <opencv2/core.hpp>
#include <string>
#include <vector>

#include "model/dataset/packed_dataset.h"

namespace sonolist::model {

struct SheetPair {
  std::int64_t first = 0, second = 0;  // sample indices
  std::string caption;
};

// CV_8UC3 (BGR). One cell a pair, `columns` cells a row: the two pictures with the outlines of their labels, their
// names and the caption below. Pictures wider than 320 are reduced. Throws ModelError when there is no pair.
cv::Mat draw_pair_sheet(const PackedDataset& dataset, const std::vector<SheetPair>& pairs, int columns = 3);

}  // namespace sonolist::model
