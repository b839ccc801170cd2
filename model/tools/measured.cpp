#include "model/tools/measured.h"

#include <torch/torch.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "model/evaluation/evaluation_folder.h"
#include "model/evaluation/evaluation_summary.h"
#include "model/package/package.h"
#include "model/tools/sample_choice.h"

namespace sonolist::model::tools {
namespace {

// The chosen pictures without labels yet, in classes of the package.
PackedDataset chosen_pictures(const PackedDataset& dataset, const std::vector<std::int64_t>& samples,
                              const std::vector<std::string>& classes) {
  auto chosen = chosen_samples(dataset, {samples.begin(), samples.end()});
  chosen.classes = classes;
  chosen.labels.clear();
  return chosen;
}

void print_overlap(const Evaluation& evaluation, const char* title, AbsentClass absent) {
  std::printf("\n%s\n%-20s %6s  %-8s %-17s %-15s %-15s\n", title, "class", "images", "Dice", "95 % interval", "+- SD",
              "IoU +- SD");
  for (int structure = 1; structure < evaluation.classes(); ++structure) {
    const auto by_dice = summarise(evaluation, structure, Measure::kDice, absent);
    const auto by_iou = summarise(evaluation, structure, Measure::kIou, absent).description;
    std::printf("%-20s %6lld  %.4f   %.4f to %.4f  %.4f          %.4f+-%.4f\n",
                evaluation.package.classes[static_cast<std::size_t>(structure)].c_str(),
                static_cast<long long>(by_dice.description.count), by_dice.description.mean, by_dice.mean_interval.low,
                by_dice.mean_interval.high, by_dice.description.standard_deviation, by_iou.mean,
                by_iou.standard_deviation);
  }
}

void print_pooled_and_distances(const Evaluation& evaluation) {
  const auto table = overlap_table(evaluation);
  const auto unit = length_unit(evaluation);
  std::printf("\nAll images pooled; means of the others\n%-20s %-8s %-8s %-16s %-16s %-10s %s\n", "class", "Dice",
              "IoU", ("HD95 " + unit).c_str(), ("surface " + unit).c_str(), "ECE fg.", "ROC area");
  for (int structure = 1; structure < evaluation.classes(); ++structure) {
    const auto pooled = table.pooled(structure);
    const auto& histogram = evaluation.histograms[static_cast<std::size_t>(structure)];
    std::printf("%-20s %.4f   %.4f   %-16.2f %-16.2f %-10.4f %.4f\n",
                evaluation.package.classes[static_cast<std::size_t>(structure)].c_str(), dice(pooled, std::nan("")),
                iou(pooled, std::nan("")), summarise(evaluation, structure, Measure::kHausdorff95).description.mean,
                summarise(evaluation, structure, Measure::kSurfaceDistance).description.mean,
                calibration_summary(histogram).ece_foreground, area_under(roc_curve(histogram)));
  }
}

}  // namespace

Measured begin_measuring(const Manifest& manifest, const PackedDataset& dataset, std::vector<std::int64_t> samples,
                         const std::string& part) {
  Measured measured{make_evaluation(manifest), {}, {}, std::move(samples), label_translation(dataset, manifest)};
  auto& evaluation = measured.evaluation;
  evaluation.data = {dataset.source, part, dataset.simulated, dataset.height, dataset.width, {}};
  measured.references = chosen_pictures(dataset, measured.samples, evaluation.package.classes);
  measured.predictions = measured.references;
  measured.predictions.source =
      "Predicted by " + evaluation.package.name + " " + evaluation.package.version + " on: " + dataset.source;
  return measured;
}

void measure_next(Predictor& predictor, const PackedDataset& dataset, std::size_t count, std::int64_t batch_size,
                  ProgressBar& bar, Measured& measured) {
  auto& evaluation = measured.evaluation;
  evaluation.times.device = predictor.device() + ", " + predictor.precision();
  evaluation.times.threads = at::get_num_threads();
  evaluation.times.batch_size = batch_size;
  const auto pixels = static_cast<std::size_t>(dataset.height * dataset.width);
  const auto all = static_cast<double>(measured.samples.size());
  const auto last = measured.done() + count;
  while (measured.done() < last) {
    const auto begin = measured.done(), end = std::min(last, begin + static_cast<std::size_t>(batch_size));
    std::vector<PictureView> pictures;
    for (std::size_t i = begin; i < end; ++i) {
      pictures.push_back({measured.references.pictures.data() + i * pixels, static_cast<int>(dataset.height),
                          static_cast<int>(dataset.width), 1, static_cast<std::size_t>(dataset.width)});
    }
    const auto predictions = predictor.predict(pictures);
    for (std::size_t i = begin; i < end; ++i) {
      const auto& prediction = predictions[i - begin];
      evaluation.times.network_ms += prediction.times.network / all;
      evaluation.times.total_ms +=
          (prediction.times.preprocess + prediction.times.network + prediction.times.postprocess) / all;
      const auto reference = reference_labels(dataset, measured.samples[i], measured.translation);
      add_image(evaluation, measured.references.names[i], measured.references.groups[i], prediction, reference);
      auto& predicted = measured.predictions.labels;
      predicted.insert(predicted.end(), prediction.labels.begin(), prediction.labels.end());
      measured.references.labels.insert(measured.references.labels.end(), reference.begin(), reference.end());
    }
    bar.show(static_cast<std::int64_t>(end));
  }
}

std::int64_t count_parameters(const std::string& package) {
  std::int64_t count = 0;
  for (const auto& parameter : load_package(package).network->parameters()) count += parameter.numel();
  return count;
}

void print_evaluation(const Evaluation& evaluation) {
  std::printf("%s %s on %zu images, %s%s\n", evaluation.package.name.c_str(), evaluation.package.version.c_str(),
              evaluation.images.size(), evaluation.data.part.c_str(),
              evaluation.data.simulated ? " (SIMULATED: no statement about patients)" : "");
  print_overlap(evaluation, "Images in which prediction or reference holds the class (use this one to compare)",
                AbsentClass::kLeftOut);
  print_overlap(evaluation, "All images, absent class = 0", AbsentClass::kZero);
  print_overlap(evaluation, "All images, absent class = 1", AbsentClass::kOne);
  print_pooled_and_distances(evaluation);
  const auto estimate = estimate_correlation(evaluation, 0);
  std::printf("\nEstimated against true Dice: Pearson %.3f (%.3f to %.3f), Spearman %.3f (%.3f to %.3f)\n",
              estimate.pearson, estimate.pearson_interval.low, estimate.pearson_interval.high, estimate.spearman,
              estimate.spearman_interval.low, estimate.spearman_interval.high);
  std::printf("%s: %.1f ms per image, network %.1f ms\n", evaluation.times.device.c_str(), evaluation.times.total_ms,
              evaluation.times.network_ms);
}

}  // namespace sonolist::model::tools
