// Twelve images of one row each, in four groups, with a nerve and a vessel that are found more or less well.
#pragma once

#include "model/dataset/packed_dataset.h"
#include "model/evaluation/evaluation.h"
#include "model/tests/example_manifest.h"

namespace sonolist::model::testing {

// One row; each pixel's own class has probability .8 (.9 where it is alone), the others share the rest.
inline Prediction one_row_prediction(const std::vector<std::uint8_t>& labels) {
  Prediction prediction;
  prediction.rows = 1;
  prediction.cols = static_cast<int>(labels.size());
  prediction.labels = labels;
  prediction.probabilities.assign(3, std::vector<float>(labels.size(), 0.1F));
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const bool alone = i > 0 && labels[i - 1] != labels[i];
    prediction.probabilities[labels[i]][i] = alone ? 0.9F : 0.8F;
    for (std::size_t channel = 0; channel < 3; ++channel) {
      if (channel != labels[i]) prediction.probabilities[channel][i] = alone ? 0.05F : 0.1F;
    }
  }
  return prediction;
}

inline constexpr std::size_t kSmallWidth = 40;

// The nerve at 5 to 14, the vessel at 25 to 34.
inline std::vector<std::uint8_t> small_reference() {
  std::vector<std::uint8_t> labels(kSmallWidth);
  for (std::size_t i = 5; i < 15; ++i) labels[i] = 1;
  for (std::size_t i = 25; i < 35; ++i) labels[i] = 2;
  return labels;
}

// Image i finds 10 - i/2 - `missed` pixels of the nerve, 10 - i/3 of the vessel.
inline std::vector<std::uint8_t> small_prediction(std::size_t image, std::size_t missed) {
  std::vector<std::uint8_t> labels(kSmallWidth);
  for (std::size_t i = 5; i < 15 - image / 2 - missed; ++i) labels[i] = 1;
  for (std::size_t i = 25; i < 35 - image / 3; ++i) labels[i] = 2;
  return labels;
}

inline std::string small_name(std::size_t image) {
  return "image-" + std::to_string(image);
}

inline std::string small_group(std::size_t image) {
  return "group-" + std::to_string(image / 3);
}

inline Evaluation small_evaluation(std::size_t missed = 0) {
  auto evaluation = make_evaluation(example_manifest());
  evaluation.package.parameters = 1234567;
  evaluation.data = {"drawn <rows> & \"bars\"", "test", true, 1, static_cast<std::int64_t>(kSmallWidth), {}};
  evaluation.times = {"cpu", 2, 4, 10.0, 12.5};
  for (std::size_t image = 0; image < 12; ++image) {
    add_image(evaluation, small_name(image), small_group(image), one_row_prediction(small_prediction(image, missed)),
              small_reference());
  }
  return evaluation;
}

struct SmallPacks {
  PackedDataset predictions, references;
};

inline SmallPacks small_packs() {
  PackedDataset pack;
  pack.count = 12;
  pack.height = 1;
  pack.width = static_cast<std::int64_t>(kSmallWidth);
  pack.classes = {"background", "sciatic_nerve", "femoral_artery"};
  pack.simulated = true;
  pack.pictures.assign(12 * kSmallWidth, 90);
  SmallPacks packs{pack, pack};
  for (std::size_t image = 0; image < 12; ++image) {
    for (auto* one : {&packs.predictions, &packs.references}) {
      one->names.push_back(small_name(image));
      one->groups.push_back(small_group(image));
      const auto labels = one == &packs.predictions ? small_prediction(image, 0) : small_reference();
      one->labels.insert(one->labels.end(), labels.begin(), labels.end());
    }
  }
  return packs;
}

}  // namespace sonolist::model::testing
