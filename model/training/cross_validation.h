// Cross-validation by groups: every image is held out once, and what chose the weights of a fold never saw it.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "model/dataset/split.h"
#include "model/training/metrics.h"

namespace sonolist::model {

// One split a fold: test is what the fold holds out (see group_folds()); of the rest, `inner_fraction` is validation,
// in whole groups again. Samples of `left_out` (a test part that is to judge later) are in no part of any fold. Throws
// ModelError as group_folds() and hold_out_groups().
std::vector<ThreeWaySplit> cross_validation_splits(const std::vector<std::string>& groups, int folds,
                                                   double inner_fraction, std::uint64_t seed,
                                                   const std::vector<std::int64_t>& left_out = {});

struct FoldResult {
  std::vector<std::int64_t> samples;  // that the fold held out
  OverlapTable table;                 // of these, in this order
};

struct ClassAcrossFolds {
  OverlapSummary dice, iou;        // of all images, absent classes left out
  std::vector<double> fold_means;  // of the Dice; NaN for a fold without the class
  double fold_deviation = 0.0;     // (n-1) of the fold means that are there; NaN for fewer than two
};

ClassAcrossFolds across_folds(const std::vector<FoldResult>& folds, int structure);

// The kept form of a fold. Throws ModelError naming `origin` for one that is damaged.
nlohmann::json to_json(const FoldResult& result);
FoldResult parse_fold_result(const nlohmann::json& document, int classes, const std::string& origin);

// Lines "fold,image,group,class,dice,iou,overlap,predicted,reference", a heading first; folds count from 1, the last
// three are pixels; Dice and IoU are empty where prediction and reference both are. `names`, `groups`: one a sample.
std::string cross_validation_csv(const std::vector<FoldResult>& folds, const std::vector<std::string>& classes,
                                 const std::vector<std::string>& names, const std::vector<std::string>& groups);

// {"folds":K,"images":N,"mean_dice":x,"classes":{name:{"dice":{...},"iou":{...},"fold_dice":[...],"fold_dice_sd":x}}}
nlohmann::json cross_validation_summary(const std::vector<FoldResult>& folds, const std::vector<std::string>& classes);

}  // namespace sonolist::model
