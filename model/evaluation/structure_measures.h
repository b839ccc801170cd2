// Every measure of one structure in one image.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/evaluation/surface_distance.h"
#include "model/training/metrics.h"

namespace sonolist::model {

// What is counted and measured; the rest follows from it.
struct StructureResult {
  OverlapCounts counts;
  std::int64_t pixels = 0;      // of the image
  SurfaceDistances surface;     // NaN where prediction or reference is empty
  double estimated_dice = 0.0;  // from the probabilities; NaN where nothing was predicted, as no report states it
};

// kDice is also the F1 score of the pixels: 2 TP / (2 TP + FP + FN) is the same number.
enum class Measure {
  kIou,
  kDice,
  kPrecision,
  kRecall,
  kAccuracy,
  kSpecificity,
  kHausdorff95,
  kSurfaceDistance,
  kAreaError,
  kEstimatedDice
};

// All of them, in the order of tables.
const std::vector<Measure>& all_measures();
std::string measure_key(Measure measure);    // of JSON and CSV: "hausdorff_95"
std::string measure_label(Measure measure);  // for people: "HD95"

// NaN where it is not defined. Where neither prediction nor reference holds the structure, IoU, Dice, precision and
// recall follow `absent` (left out: NaN); where only one of the two does they are 0, precision and recall included, so
// that saying nothing is never rewarded. Accuracy and specificity count every pixel of every image: a small structure
// scores high whatever is predicted. Area error: (predicted - reference) / reference, NaN without a reference.
double value_of(const StructureResult& result, Measure measure, AbsentClass absent = AbsentClass::kLeftOut);

}  // namespace sonolist::model
