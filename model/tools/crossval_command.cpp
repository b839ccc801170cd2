#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>

#include "model/dataset/split_file.h"
#include "model/error.h"
#include "model/evaluation/evaluation_folder.h"
#include "model/package/state_dict.h"
#include "model/package/write_file.h"
#include "model/prediction/device_choice.h"
#include "model/tools/checkpoint_package.h"
#include "model/tools/commands.h"
#include "model/tools/dataset_option.h"
#include "model/tools/measured.h"
#include "model/tools/recipe_option.h"
#include "model/tools/training_session.h"
#include "model/training/cross_validation.h"
#include "model/training/memory_reuse.h"
#include "model/training/run_parts.h"
#include "model/training/validation.h"

namespace sonolist::model::tools {
namespace {

namespace fs = std::filesystem;

struct CrossvalOptions {
  DatasetOption dataset;
  RecipeOption recipe;
  ArchitectureChoice architecture;
  SessionOptions session;
  std::string split_file, manifest_template;
  PackageIdentity identity;
  int folds = 5;
  double inner_hold_out = 0.1;
};

nlohmann::json read_record(const std::string& path) {
  std::ifstream in(path);
  auto document = nlohmann::json::parse(in, nullptr, false);
  if (document.is_discarded()) throw ModelError(path + ": is missing or damaged");
  return document;
}

// Begins the record of all folds, or holds a second call with the same --out to it.
void keep_folds(const CrossvalOptions& options, const std::vector<ThreeWaySplit>& splits,
                const std::vector<std::string>& groups) {
  nlohmann::json record{{"init_from", options.session.init_from}, {"folds", nlohmann::json::array()}};
  for (const auto& split : splits) record["folds"].push_back(part_record(split, groups));
  const auto path = options.session.folder + "/folds.json";
  if (!fs::exists(path)) {
    write_file(path, record.dump(2) + "\n");
  } else if (read_record(path) != record) {
    throw ModelError(path +
                     ": --folds, --inner-hold-out, --split, --init-from or the data set is another than that of the "
                     "cross-validation that is to be continued; choose another --out");
  }
}

// All folds have one, also when a second call does not name it.
Architecture architecture_of_folds(const CrossvalOptions& options) {
  const auto first = options.session.folder + "/fold-1/last.pt";
  return fs::exists(first) ? architecture_of_run(options.architecture, first) : options.architecture.architecture;
}

std::string fold_folder(const CrossvalOptions& options, std::size_t fold) {
  return options.session.folder + "/fold-" + std::to_string(fold + 1);
}

std::string weights_of_fold(const std::string& folder) {
  const auto best = folder + "/best.pt";
  return fs::exists(best) ? best : folder + "/final.pt";
}

FoldResult evaluate_fold(const Session& fold, const SessionData& data, std::int64_t batch_size) {
  const auto weights = weights_of_fold(fold.folder);
  const auto checkpoint = read_checkpoint(weights);
  const auto network = make_network(checkpoint.description.architecture, checkpoint.description.channels());
  load_state_dict(*network, weights_for_use(checkpoint), weights);
  network->to(data.samples.pictures.device());
  FoldResult result{fold.split.test,
                    validate(*network, data.samples, fold.split.test, data.description.channels(), batch_size)};
  write_file(fold.folder + "/held-out.json", to_json(result).dump() + "\n");
  return result;
}

void print_summary(const std::vector<FoldResult>& folds, const SessionData& data) {
  const auto& classes = data.description.classes;
  std::printf("%zu folds%s, Dice per image where prediction or reference holds the class, at %lldx%lld\n", folds.size(),
              data.description.simulated ? " (SIMULATED: no statement about patients)" : "",
              static_cast<long long>(data.description.height), static_cast<long long>(data.description.width));
  std::printf("%-20s %6s  %-16s %-8s %-10s  %s\n", "class", "images", "mean +- SD", "median", "SD of folds",
              "mean of each fold");
  for (int structure = 1; structure < data.description.channels(); ++structure) {
    const auto across = across_folds(folds, structure);
    std::printf("%-20s %6lld  %.4f +- %.4f %.4f   %.4f      ", classes[static_cast<std::size_t>(structure)].c_str(),
                static_cast<long long>(across.dice.images), across.dice.mean, across.dice.standard_deviation,
                across.dice.median, across.fold_deviation);
    for (const auto mean : across.fold_means) std::printf(" %.4f", mean);
    std::printf("\n");
  }
}

void write_results(const CrossvalOptions& options, const Recipe& recipe, const SessionData& data,
                   const std::vector<FoldResult>& folds) {
  const auto& classes = data.description.classes;
  auto document = cross_validation_summary(folds, classes);
  for (const auto& [name, value] : settings_of(recipe)) document["settings"][name] = value;
  document["data"] = {{"source", data.description.training_data},
                      {"simulated", data.description.simulated},
                      {"height", data.description.height},
                      {"width", data.description.width}};
  write_file(options.session.folder + "/crossval.json", document.dump(2) + "\n");
  write_file(options.session.folder + "/crossval.csv", cross_validation_csv(folds, classes, data.names, data.groups));
}

// A template that does not fit is refused before the hours of training.
void check_template(const CrossvalOptions& options, const Architecture& architecture, NetworkDescription description) {
  description.architecture = architecture;
  manifest_of(options.manifest_template, options.identity, description);
}

// Every image by a package of the network that did not train on it.
Measured measure_packages(const CrossvalOptions& options, const PackedDataset& dataset,
                          const std::vector<ThreeWaySplit>& splits) {
  std::vector<std::int64_t> samples;
  for (const auto& split : splits) samples.insert(samples.end(), split.test.begin(), split.test.end());
  ProgressBar bar("evaluate", static_cast<std::int64_t>(samples.size()));
  Measured measured;
  for (std::size_t i = 0; i < splits.size(); ++i) {
    const auto folder = fold_folder(options, i), package = folder + "/package";
    const auto made =
        package_checkpoint(weights_of_fold(folder), options.manifest_template, options.identity, true, package);
    if (i == 0) {
      measured = begin_measuring(
          made.manifest, dataset, samples,
          "each image by the network of " + std::to_string(splits.size()) + " folds that did not train on it");
      measured.evaluation.package.weights_sha256.clear();  // each fold has its own
      measured.evaluation.package.parameters = count_parameters(package);
    }
    const auto predictor = Predictor::create(package, options.session.device, options.session.threads, "float32");
    measure_next(*predictor, dataset, splits[i].test.size(), kPicturesAtOnce, bar, measured);
  }
  return measured;
}

void evaluate_packages(const CrossvalOptions& options, PictureSize size, const std::vector<ThreeWaySplit>& splits) {
  const auto measured = measure_packages(options, load_dataset(options.dataset, size), splits);
  const auto folder = options.session.folder + "/evaluation";
  write_evaluation(measured.evaluation, measured.predictions, measured.references, folder);
  std::printf("\n");
  print_evaluation(measured.evaluation);
  std::printf("%s: for 'sonolist-model report --evaluation'\n", folder.c_str());
}

void cross_validate(const CrossvalOptions& options) {
  const auto& folder = options.session.folder;
  const StopRequest stop(options.session.minutes);
  keep_freed_memory();
  set_network_threads(options.session.threads);
  const auto device = choose_device(options.session.device);
  const auto settings = folder + "/options.ini";
  const auto recipe = fs::exists(settings) ? recipe_of_run(options.recipe, settings) : chosen_recipe(options.recipe);
  trainer_options(recipe, 1);  // refuses what contradicts itself before the data set is read
  const PictureSize size{recipe.size.height, recipe.size.width};
  auto dataset = load_dataset(options.dataset, size);
  std::vector<std::int64_t> left_out;
  if (!options.split_file.empty()) left_out = read_split_file(options.split_file, dataset).test;
  const auto splits = cross_validation_splits(dataset.groups, options.folds, options.inner_hold_out,
                                              static_cast<std::uint64_t>(recipe.seed), left_out);
  fs::create_directories(folder);
  keep_folds(options, splits, dataset.groups);
  const auto architecture = architecture_of_folds(options);
  write_settings(settings, settings_of(recipe), "The settings of this cross-validation");
  const auto data = make_session_data(std::move(dataset), recipe, device);
  if (!options.manifest_template.empty()) check_template(options, architecture, data.description);

  std::vector<FoldResult> results;
  for (std::size_t i = 0; i < splits.size(); ++i) {
    const auto number = std::to_string(i + 1);
    Session fold{"fold " + number + "/" + std::to_string(splits.size()), fold_folder(options, i), splits[i]};
    const auto result = fold.folder + "/held-out.json";
    if (fs::exists(result)) {
      std::cerr << fold.title << " is finished\n";
      results.push_back(parse_fold_result(read_record(result), data.description.channels(), result));
      continue;
    }
    fold.resume = fs::exists(fold.folder + "/last.pt");
    if (!train_session(fold, options.session, recipe, architecture, data, stop)) {
      std::cerr << "The same command continues the cross-validation\n";
      return;
    }
    results.push_back(evaluate_fold(fold, data, recipe.batch_size));
  }
  write_results(options, recipe, data, results);
  print_summary(results, data);
  if (!options.manifest_template.empty()) evaluate_packages(options, size, splits);
}

}  // namespace

void add_crossval_command(CLI::App& application) {
  auto options = std::make_shared<CrossvalOptions>();
  auto* command = application.add_subcommand(
      "crossval",
      "Trains a network for each fold of the data set, in whole groups, and measures it on what the fold held out. The "
      "same command continues an interrupted one");
  command->add_option("--out", options->session.folder, "Folder: fold-1 ..., crossval.json, crossval.csv")->required();
  command->add_option("--folds", options->folds, "Parts, each held out once")->check(CLI::Range(2, 1000));
  command
      ->add_option("--inner-hold-out", options->inner_hold_out,
                   "Share of the rest, in whole groups, by which best.pt of a fold is chosen; 0: final.pt is used")
      ->check(CLI::Range(0.0, 0.9));
  command
      ->add_option("--split", options->split_file,
                   "File of 'split' whose test part stays out of every fold, so that it can judge afterwards")
      ->check(CLI::ExistingFile);
  auto* manifest_template =
      command
          ->add_option("--template", options->manifest_template,
                       "model.json: makes a package of each fold and measures every image by that of its fold, "
                       "post-processing included; the folder evaluation is for 'report'")
          ->check(CLI::ExistingFile);
  command->add_option("--name", options->identity.name, "Replaces the name in the template")->needs(manifest_template);
  command->add_option("--model-version", options->identity.version, "Replaces the version in the template")
      ->needs(manifest_template);
  add_dataset_options(*command, options->dataset);
  add_recipe_options(*command, options->recipe);
  add_architecture_choice(*command, options->architecture);
  add_session_options(*command, options->session);
  command->callback([options] { cross_validate(*options); });
}

}  // namespace sonolist::model::tools
