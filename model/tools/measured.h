// An evaluation with its pictures, as `evaluate`, `crossval` and `quantise` make it: sample by sample, by one package
// or by several of the same classes in turn.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/dataset/packed_dataset.h"
#include "model/evaluation/evaluation.h"
#include "model/prediction/predictor.h"
#include "model/tools/progress_bar.h"

namespace sonolist::model::tools {

constexpr std::int64_t kPicturesAtOnce = 4;  // where nobody asks for another batch size

struct Measured {
  Evaluation evaluation;
  PackedDataset predictions, references;  // of all samples, in their order; labels of those measured so far
  std::vector<std::int64_t> samples;      // of the data set
  std::vector<std::uint8_t> translation;  // see label_translation()

  std::size_t done() const { return evaluation.images.size(); }
};

// Nothing is measured yet. `part`: how the samples were chosen. Throws ModelError when a class of the data set is none
// of the manifest's.
Measured begin_measuring(const Manifest& manifest, const PackedDataset& dataset, std::vector<std::int64_t> samples,
                         const std::string& part);

// Measures the next `count` samples, `batch_size` at a time.
void measure_next(Predictor& predictor, const PackedDataset& dataset, std::size_t count, std::int64_t batch_size,
                  ProgressBar& bar, Measured& measured);

// The numbers that a package's networks learn. Throws ModelError as load_package().
std::int64_t count_parameters(const std::string& package);

// The tables of a terminal.
void print_evaluation(const Evaluation& evaluation);

}  // namespace sonolist::model::tools
