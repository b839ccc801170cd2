#include "model/evaluation/evaluation_folder.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>

#include "model/error.h"
#include "model/evaluation/evaluation_file.h"
#include "model/evaluation/statistics.h"
#include "model/package/write_file.h"

namespace sonolist::model {
namespace {

struct ScoredImage {
  double score = 0.0;
  std::size_t image = 0;
};

double mean_iou(const EvaluatedImage& image) {
  std::vector<double> values;
  for (std::size_t structure = 1; structure < image.structures.size(); ++structure) {
    values.push_back(value_of(image.structures[structure], Measure::kIou));
  }
  return describe(values).mean;
}

}  // namespace

std::vector<ExampleImage> choose_examples(const Evaluation& evaluation) {
  std::vector<ScoredImage> ranking;
  for (std::size_t i = 0; i < evaluation.images.size(); ++i) {
    const double score = mean_iou(evaluation.images[i]);
    if (!std::isnan(score)) ranking.push_back({score, i});
  }
  std::stable_sort(ranking.begin(), ranking.end(),
                   [](const ScoredImage& a, const ScoredImage& b) { return a.score < b.score; });
  struct Place {
    const char* title;
    double share;
  };
  constexpr Place kPlaces[] = {
      {"Best 10 %", 0.9}, {"Upper quartile", 0.75}, {"Median", 0.5}, {"Lower quartile", 0.25}, {"Worst 10 %", 0.1}};
  std::vector<ExampleImage> examples;
  if (ranking.empty()) return examples;
  for (const auto& place : kPlaces) {
    const auto& chosen =
        ranking[static_cast<std::size_t>(std::lround(place.share * static_cast<double>(ranking.size() - 1)))];
    const bool known = std::any_of(examples.begin(), examples.end(),
                                   [&](const ExampleImage& example) { return example.image == chosen.image; });
    if (!known) examples.push_back({place.title, chosen.image, chosen.score});
  }
  return examples;
}

PackedDataset chosen_samples(const PackedDataset& dataset, const std::vector<std::size_t>& samples) {
  PackedDataset chosen;
  chosen.count = static_cast<std::int64_t>(samples.size());
  chosen.height = dataset.height;
  chosen.width = dataset.width;
  chosen.classes = dataset.classes;
  chosen.source = dataset.source;
  chosen.simulated = dataset.simulated;
  const auto pixels = static_cast<std::ptrdiff_t>(dataset.height * dataset.width);
  for (const auto sample : samples) {
    chosen.names.push_back(dataset.names[sample]);
    chosen.groups.push_back(dataset.groups[sample]);
    const auto begin = static_cast<std::ptrdiff_t>(sample) * pixels, end = begin + pixels;
    chosen.pictures.insert(chosen.pictures.end(), dataset.pictures.begin() + begin, dataset.pictures.begin() + end);
    chosen.labels.insert(chosen.labels.end(), dataset.labels.begin() + begin, dataset.labels.begin() + end);
  }
  return chosen;
}

void write_evaluation(const Evaluation& evaluation, const PackedDataset& predictions, const PackedDataset& references,
                      const std::string& folder) {
  std::error_code failure;
  std::filesystem::create_directories(folder, failure);
  if (failure) throw ModelError(folder + ": cannot be made: " + failure.message());
  std::vector<std::size_t> examples;
  for (const auto& example : choose_examples(evaluation)) examples.push_back(example.image);
  write_packed(predictions, folder + "/predictions.pack");
  write_packed(chosen_samples(references, examples), folder + "/examples.pack");
  write_file(folder + "/images.csv", images_csv(evaluation));
  write_file(folder + "/evaluation.json", to_json(evaluation).dump(1) + "\n");
}

Evaluation read_evaluation(const std::string& folder) {
  const auto path = folder + "/evaluation.json";
  std::ifstream in(path);
  if (!in) throw ModelError(path + ": cannot be opened; give the folder that 'sonolist-model evaluate --out' wrote");
  const auto document = nlohmann::json::parse(in, nullptr, false);
  if (document.is_discarded()) throw ModelError(path + ": is not JSON; evaluate again");
  return parse_evaluation(document, path);
}

}  // namespace sonolist::model
