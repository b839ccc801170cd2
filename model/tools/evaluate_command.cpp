#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <memory>

#include "model/dataset/split.h"
#include "model/error.h"
#include "model/prediction/predictor.h"
#include "model/tools/commands.h"
#include "model/tools/dataset_option.h"
#include "model/tools/progress_bar.h"
#include "model/training/training_run.h"

namespace sonolist::model::tools {
namespace {

struct EvaluateOptions {
  DatasetOption dataset;
  std::string package, size = "480x640", groups, split_file, out = "evaluation.json", device = "auto";
  std::int64_t batch_size = 4;
  int threads = 0;
};

std::vector<std::string> class_names(const Manifest& manifest) {
  std::vector<std::string> names{"background"};
  for (const auto& structure : manifest.classes) names.push_back(structure.name);
  return names;
}

// The package's label for each label of the data set. A class that the package does not know is an error: leaving it
// out would flatter the result.
std::vector<std::uint8_t> label_translation(const std::vector<std::string>& dataset,
                                            const std::vector<std::string>& package) {
  std::vector<std::uint8_t> translation;
  for (const auto& name : dataset) {
    const auto found = std::find(package.begin(), package.end(), name);
    if (found == package.end())
      throw ModelError("the data set has class '" + name + "', which the package does not know");
    translation.push_back(static_cast<std::uint8_t>(found - package.begin()));
  }
  return translation;
}

std::vector<std::int64_t> samples_of(const EvaluateOptions& options, const PackedDataset& dataset) {
  if (!options.groups.empty()) {
    const auto range = parse_range(options.groups, "--groups-from");
    return hold_out_range(dataset.groups, range.first, range.last).held_out;
  }
  std::vector<std::string> wanted = dataset.groups;
  if (!options.split_file.empty()) {
    std::ifstream in(options.split_file);
    const auto split = nlohmann::json::parse(in, nullptr, false);
    if (!split.is_object() || !split.contains("held_out")) {
      throw ModelError(options.split_file + ": is not the split.json of a training run");
    }
    split.at("held_out").get_to(wanted);
  }
  std::vector<std::int64_t> samples;
  for (std::int64_t i = 0; i < dataset.count; ++i) {
    const auto& group = dataset.groups[static_cast<std::size_t>(i)];
    if (std::find(wanted.begin(), wanted.end(), group) != wanted.end()) samples.push_back(i);
  }
  if (samples.empty()) throw ModelError("no sample of the data set belongs to the groups asked for");
  return samples;
}

OverlapTable measure(Predictor& predictor, const PackedDataset& dataset, const std::vector<std::int64_t>& samples,
                     std::int64_t batch_size) {
  const auto names = class_names(predictor.manifest());
  const auto translation = label_translation(dataset.classes, names);
  const auto pixels = static_cast<std::size_t>(dataset.height * dataset.width);
  const auto step = static_cast<std::size_t>(batch_size);
  OverlapTable table(static_cast<int>(names.size()));
  ProgressBar bar("evaluate", static_cast<std::int64_t>(samples.size()));
  for (std::size_t begin = 0; begin < samples.size(); begin += step) {
    const auto end = std::min(samples.size(), begin + step);
    std::vector<PictureView> pictures;
    for (std::size_t i = begin; i < end; ++i) {
      pictures.push_back({dataset.pictures.data() + static_cast<std::size_t>(samples[i]) * pixels,
                          static_cast<int>(dataset.height), static_cast<int>(dataset.width), 1,
                          static_cast<std::size_t>(dataset.width)});
    }
    const auto predictions = predictor.predict(pictures);
    for (std::size_t i = begin; i < end; ++i) {
      std::vector<std::uint8_t> reference(pixels);
      const auto* labels = dataset.labels.data() + static_cast<std::size_t>(samples[i]) * pixels;
      std::transform(labels, labels + pixels, reference.begin(),
                     [&](std::uint8_t label) { return translation[label]; });
      table.add(predictions[i - begin].labels, reference);
    }
    bar.show(static_cast<std::int64_t>(end));
  }
  return table;
}

void print_rows(const OverlapTable& table, const std::vector<std::string>& names, const char* title,
                AbsentClass absent) {
  std::printf("\n%s\n%-20s %6s  %-15s %-8s %-15s %-8s\n", title, "class", "images", "Dice mean+-SD", "median",
              "IoU mean+-SD", "median");
  for (int structure = 1; structure < table.classes(); ++structure) {
    const auto by_dice = table.dice_summary(structure, absent);
    const auto by_iou = table.iou_summary(structure, absent);
    std::printf("%-20s %6lld  %.4f+-%.4f  %.4f   %.4f+-%.4f  %.4f\n",
                names[static_cast<std::size_t>(structure)].c_str(), static_cast<long long>(by_dice.images),
                by_dice.mean, by_dice.standard_deviation, by_dice.median, by_iou.mean, by_iou.standard_deviation,
                by_iou.median);
  }
}

void print_table(const OverlapTable& table, const std::vector<std::string>& names) {
  print_rows(table, names, "Images in which prediction or reference holds the class (use this one to compare)",
             AbsentClass::kLeftOut);
  print_rows(table, names, "All images, absent class = 0", AbsentClass::kZero);
  print_rows(table, names, "All images, absent class = 1", AbsentClass::kOne);
  std::printf("\nAll images pooled\n%-20s %-8s %-8s\n", "class", "Dice", "IoU");
  for (int structure = 1; structure < table.classes(); ++structure) {
    const auto pooled = table.pooled(structure);
    std::printf("%-20s %.4f   %.4f\n", names[static_cast<std::size_t>(structure)].c_str(), dice(pooled, std::nan("")),
                iou(pooled, std::nan("")));
  }
}

void evaluate(const EvaluateOptions& options) {
  const auto dataset = load_dataset(options.dataset, parse_size(options.size, "--size"));
  const auto samples = samples_of(options, dataset);
  const auto predictor = Predictor::create(options.package, options.device, options.threads);
  const auto names = class_names(predictor->manifest());
  const auto table = measure(*predictor, dataset, samples, options.batch_size);
  std::printf("%s %s on %zu images%s\n", predictor->manifest().name.c_str(), predictor->manifest().version.c_str(),
              samples.size(), dataset.simulated ? " (SIMULATED: no statement about patients)" : "");
  print_table(table, names);
  auto document = to_json(table, names);
  document["package"] = {{"name", predictor->manifest().name},
                         {"version", predictor->manifest().version},
                         {"weights_sha256", predictor->manifest().weights_sha256}};
  document["data"] = {{"source", dataset.source}, {"simulated", dataset.simulated}};
  std::ofstream out(options.out);
  out << document.dump(2) << '\n';
  if (!out) throw ModelError(options.out + ": cannot be written; check that the folder exists and its permissions");
}

}  // namespace

void add_evaluate_command(CLI::App& application) {
  auto options = std::make_shared<EvaluateOptions>();
  auto* command =
      application.add_subcommand("evaluate", "Measures a package against reference masks, post-processing included");
  command->add_option("--package", options->package, "Package folder or .zip")->required();
  add_dataset_options(*command, options->dataset);
  command->add_option("--size", options->size, "HEIGHTxWIDTH at which folders are read and compared");
  auto* groups = command->add_option("--groups-from", options->groups,
                                     "FIRST..LAST: only these groups of the data set, by number; by default all");
  command->add_option("--split", options->split_file, "split.json of a training run: only its held-out groups")
      ->excludes(groups);
  command->add_option("--out", options->out, "JSON file of the result");
  command->add_option("--batch", options->batch_size, "Pictures at a time")->check(CLI::PositiveNumber);
  command->add_option("--device", options->device, "auto, cpu, cuda or cuda:N");
  command->add_option("--threads", options->threads, "CPU threads; 0: all cores, at least 2");
  command->callback([options] { evaluate(*options); });
}

}  // namespace sonolist::model::tools
