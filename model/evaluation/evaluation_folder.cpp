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

PackedDataset chosen_samples(const PackedDataset& dataset, const std::vector<std::string>& names) {
  PackedDataset chosen = dataset;
  chosen.count = static_cast<std::int64_t>(names.size());
  chosen.names = names;
  chosen.groups.clear();
  chosen.pictures.clear();
  chosen.labels.clear();
  const auto pixels = static_cast<std::ptrdiff_t>(dataset.height * dataset.width);
  for (const auto& name : names) {
    const auto found = std::find(dataset.names.begin(), dataset.names.end(), name);
    if (found == dataset.names.end()) throw ModelError("the data set has no sample '" + name + "'");
    const auto sample = found - dataset.names.begin();
    chosen.groups.push_back(dataset.groups[static_cast<std::size_t>(sample)]);
    const auto begin = sample * pixels, end = begin + pixels;
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
  std::vector<std::string> names;
  for (const auto& example : choose_examples(evaluation)) names.push_back(evaluation.images[example.image].name);
  write_packed(predictions, folder + "/predictions.pack");
  write_packed(chosen_samples(references, names), folder + "/examples.pack");
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
