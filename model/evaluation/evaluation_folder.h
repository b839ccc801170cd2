// The folder of an evaluation: evaluation.json, images.csv, predictions.pack (pictures with the predicted labels: a
// packed data set like any other) and examples.pack (the pictures that a report shows, with their reference labels).
#pragma once

#include <string>
#include <vector>

#include "model/dataset/packed_dataset.h"
#include "model/evaluation/evaluation.h"

namespace sonolist::model {

struct ExampleImage {
  std::string title;      // "Median"
  std::size_t image = 0;  // of the evaluation
  double mean_iou = 0.0;  // over the structures that the image or its prediction holds
};

// The images at the 90th, 75th, 50th, 25th and 10th percentile of the mean IoU (nearest rank): the best ten per cent
// begin with the first, the worst end with the last. Fewer images give fewer examples, never one twice.
std::vector<ExampleImage> choose_examples(const Evaluation& evaluation);

// `predictions` and `references`: the pictures of the evaluation in its order, in classes of the package. The folder is
// made when missing. Throws ModelError naming the file that cannot be written.
void write_evaluation(const Evaluation& evaluation, const PackedDataset& predictions, const PackedDataset& references,
                      const std::string& folder);

// evaluation.json of the folder. Throws ModelError naming the file.
Evaluation read_evaluation(const std::string& folder);

// The samples with these numbers, in their order.
PackedDataset chosen_samples(const PackedDataset& dataset, const std::vector<std::size_t>& samples);

}  // namespace sonolist::model
