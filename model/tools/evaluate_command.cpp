#include <torch/torch.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <iostream>
#include <memory>

#include "model/evaluation/evaluation_folder.h"
#include "model/evaluation/evaluation_summary.h"
#include "model/package/package.h"
#include "model/prediction/predictor.h"
#include "model/tools/commands.h"
#include "model/tools/dataset_option.h"
#include "model/tools/progress_bar.h"
#include "model/tools/sample_choice.h"

namespace sonolist::model::tools {
namespace {

struct EvaluateOptions {
  DatasetOption dataset;
  SampleChoice samples;
  std::string package, size = "480x640", out = "evaluation", device = "auto", precision = "float32";
  std::int64_t batch_size = 4;
  int threads = 0;
  double mm_per_pixel = 0.0;
};

// The chosen pictures without labels yet, in classes of the package.
PackedDataset chosen_pictures(const PackedDataset& dataset, const std::vector<std::int64_t>& samples,
                              const std::vector<std::string>& classes) {
  auto chosen = chosen_samples(dataset, {samples.begin(), samples.end()});
  chosen.classes = classes;
  chosen.labels.clear();
  return chosen;
}

struct Measured {
  Evaluation evaluation;
  PackedDataset predictions, references;
};

// `measured.evaluation` has its classes and data already.
void measure(Predictor& predictor, const PackedDataset& dataset, const std::vector<std::int64_t>& samples,
             std::int64_t batch_size, Measured& measured) {
  auto& evaluation = measured.evaluation;
  const auto translation = label_translation(dataset, predictor.manifest());
  measured.references = chosen_pictures(dataset, samples, evaluation.package.classes);
  measured.predictions = measured.references;
  measured.predictions.source =
      "Predicted by " + evaluation.package.name + " " + evaluation.package.version + " on: " + dataset.source;
  const auto pixels = static_cast<std::size_t>(dataset.height * dataset.width);
  const auto step = static_cast<std::size_t>(batch_size);
  ProgressBar bar("evaluate", static_cast<std::int64_t>(samples.size()));
  for (std::size_t begin = 0; begin < samples.size(); begin += step) {
    const auto end = std::min(samples.size(), begin + step);
    std::vector<PictureView> pictures;
    for (std::size_t i = begin; i < end; ++i) {
      pictures.push_back({measured.references.pictures.data() + i * pixels, static_cast<int>(dataset.height),
                          static_cast<int>(dataset.width), 1, static_cast<std::size_t>(dataset.width)});
    }
    const auto predictions = predictor.predict(pictures);
    for (std::size_t i = begin; i < end; ++i) {
      const auto& times = predictions[i - begin].times;
      evaluation.times.network_ms += times.network / static_cast<double>(samples.size());
      evaluation.times.total_ms +=
          (times.preprocess + times.network + times.postprocess) / static_cast<double>(samples.size());
      const auto& predicted = predictions[i - begin].labels;
      const auto reference = reference_labels(dataset, samples[i], translation);
      add_image(evaluation, measured.references.names[i], measured.references.groups[i], predictions[i - begin],
                reference);
      measured.predictions.labels.insert(measured.predictions.labels.end(), predicted.begin(), predicted.end());
      measured.references.labels.insert(measured.references.labels.end(), reference.begin(), reference.end());
    }
    bar.show(static_cast<std::int64_t>(end));
  }
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

std::int64_t count_parameters(const std::string& package) {
  std::int64_t count = 0;
  for (const auto& parameter : load_package(package).network->parameters()) count += parameter.numel();
  return count;
}

void evaluate(EvaluateOptions options) {
  if (options.samples.part.empty()) options.samples.part = "test";
  const auto dataset = load_dataset(options.dataset, parse_size(options.size, "--size"));
  const auto samples = choose_samples(options.samples, dataset);
  const auto parameters = count_parameters(options.package);  // before the predictor folds some of them
  const auto predictor = Predictor::create(options.package, options.device, options.threads, options.precision);
  Measured measured{make_evaluation(predictor->manifest()), {}, {}};
  auto& evaluation = measured.evaluation;
  evaluation.package.parameters = parameters;
  evaluation.data = {dataset.source, part_name(options.samples), dataset.simulated, dataset.height, dataset.width, {}};
  if (options.mm_per_pixel > 0.0) evaluation.data.mm_per_pixel = options.mm_per_pixel;
  evaluation.times = {predictor->device() + ", " + predictor->precision(), at::get_num_threads(), options.batch_size,
                      0.0, 0.0};
  measure(*predictor, dataset, samples, options.batch_size, measured);
  print_evaluation(evaluation);
  write_evaluation(evaluation, measured.predictions, measured.references, options.out);
#ifndef SONOLIST_WITH_BOOST
  std::cerr << "Built without Boost: the analysis of variance is left out.\n";
#endif
}

}  // namespace

void add_evaluate_command(CLI::App& application) {
  auto options = std::make_shared<EvaluateOptions>();
  auto* command =
      application.add_subcommand("evaluate", "Measures a package against reference masks, post-processing included");
  command->add_option("--package", options->package, "Package folder or .zip")->required();
  add_dataset_options(*command, options->dataset);
  command->add_option("--size", options->size, "HEIGHTxWIDTH at which folders are read and compared");
  add_sample_options(*command, options->samples);
  command->add_option("--mm-per-pixel", options->mm_per_pixel, "Makes distances millimetres; by default pixels")
      ->check(CLI::PositiveNumber);
  command->add_option("--out", options->out, "Folder for evaluation.json, images.csv and the predictions");
  command->add_option("--batch", options->batch_size, "Pictures at a time")->check(CLI::PositiveNumber);
  command->add_option("--device", options->device, "auto, cpu, cuda or cuda:N");
  command->add_option("--precision", options->precision, "auto, float32 or int8 (of a package with int8.json)");
  command->add_option("--threads", options->threads, "CPU threads; 0: all cores, at least 2");
  command->callback([options] { evaluate(*options); });
}

}  // namespace sonolist::model::tools
