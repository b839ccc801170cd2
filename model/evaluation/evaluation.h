// One package measured on one data set: all that a report tells.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/evaluation/probability_histogram.h"
#include "model/evaluation/structure_measures.h"
#include "model/prediction/predictor.h"
#include "model/training/metrics.h"

namespace sonolist::model {

struct EvaluatedImage {
  std::string name, group;
  std::vector<StructureResult> structures;  // by class; entry 0 is the background
};

struct EvaluatedPackage {
  std::string name, version;
  std::string weights_sha256;                        // empty for a cross-validation: each fold has its own
  std::vector<std::string> classes, labels;          // "background" first; of machines and for people
  std::vector<std::array<std::uint8_t, 3>> colours;  // as the package's; black for the background
  std::vector<double> temperatures;                  // empty: none
  std::int64_t parameters = 0;                       // numbers that the network learns
};

struct EvaluatedData {
  std::string source, part;  // part: of a split, "all" without one
  bool simulated = false;
  std::int64_t height = 0, width = 0;
  std::optional<double> mm_per_pixel;  // absent: lengths are in pixels
};

struct EvaluationTimes {
  std::string device;
  int threads = 0;
  std::int64_t batch_size = 0;
  double network_ms = 0.0, total_ms = 0.0;  // mean per image; total: with pre- and postprocessing, without file access
};

struct Evaluation {
  EvaluatedPackage package;
  EvaluatedData data;
  EvaluationTimes times;
  std::vector<EvaluatedImage> images;
  std::vector<std::vector<std::int64_t>> confusion;  // pixels [reference][predicted]
  std::vector<ProbabilityHistogram> histograms;      // by class
  double squared_error = 0.0, log_loss = 0.0;        // sums over the pixels, over all classes at once

  int classes() const { return static_cast<int>(package.classes.size()); }
};

// An evaluation without images; `manifest` gives the classes.
Evaluation make_evaluation(const Manifest& manifest);

// Measures one more image. `reference` has the prediction's size and labels of the package's classes. Throws ModelError
// for a difference in size or a label that is no class.
void add_image(Evaluation& evaluation, const std::string& name, const std::string& group, const Prediction& prediction,
               const std::vector<std::uint8_t>& reference);

std::vector<std::string> groups_of(const Evaluation& evaluation);  // one entry per image
// One value per image, NaN where it is not defined.
std::vector<double> values_of(const Evaluation& evaluation, int structure, Measure measure,
                              AbsentClass absent = AbsentClass::kLeftOut);
OverlapTable overlap_table(const Evaluation& evaluation);
std::string length_unit(const Evaluation& evaluation);  // "mm" or "pixels"

}  // namespace sonolist::model
