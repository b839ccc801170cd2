#include <filesystem>
#include <fstream>
#include <memory>

#include "model/dataset/split_file.h"
#include "model/error.h"
#include "model/prediction/device_choice.h"
#include "model/tools/commands.h"
#include "model/tools/dataset_option.h"
#include "model/tools/recipe_option.h"
#include "model/tools/training_session.h"
#include "model/training/memory_reuse.h"
#include "model/training/run_parts.h"

namespace sonolist::model::tools {
namespace {

struct TrainOptions {
  DatasetOption dataset;
  RecipeOption recipe;
  ArchitectureChoice architecture;
  SessionOptions session;
  std::string split_file, validation_range;
  double hold_out = 0.1;
  bool resume = false;
  CLI::Option* hold_out_option = nullptr;  // whether it was given
};

ThreeWaySplit wanted_split(const TrainOptions& options, const Recipe& recipe, const PackedDataset& dataset) {
  if (!options.split_file.empty()) return read_split_file(options.split_file, dataset);
  Split split;
  if (options.validation_range.empty()) {
    split = hold_out_groups(dataset.groups, options.hold_out, static_cast<std::uint64_t>(recipe.seed));
  } else {
    const auto range = parse_range(options.validation_range, "--hold-out-groups");
    split = hold_out_range(dataset.groups, range.first, range.last);
  }
  return {split.training, split.held_out, {}};
}

// A run that is continued keeps its split; options that ask for another are refused.
ThreeWaySplit split_of_run(const TrainOptions& options, const Recipe& recipe, const PackedDataset& dataset) {
  const auto path = options.session.folder + "/split.json";
  std::ifstream in(path);
  const auto record = nlohmann::json::parse(in, nullptr, false);
  if (!record.is_object()) throw ModelError(path + ": is missing or damaged; the run cannot be continued without it");
  const auto split = split_of_record(record, dataset.groups, path);
  const bool asked =
      !options.split_file.empty() || !options.validation_range.empty() || options.hold_out_option->count() > 0;
  if (asked &&
      part_record(wanted_split(options, recipe, dataset), dataset.groups) != part_record(split, dataset.groups)) {
    throw ModelError(path +
                     ": --split, --hold-out or --hold-out-groups asks for another split than that of the run that is "
                     "to be continued; leave it out, or begin another run with another --out");
  }
  return split;
}

void train(const TrainOptions& options) {
  const auto& folder = options.session.folder;
  const auto last = folder + "/last.pt";
  if (!options.resume && std::filesystem::exists(last)) {
    throw ModelError(folder + ": holds a run already; continue it with --resume or choose another --out");
  }
  const StopRequest stop(options.session.minutes);
  keep_freed_memory();
  set_network_threads(options.session.threads);
  const auto device = choose_device(options.session.device);
  const auto recipe =
      options.resume ? recipe_of_run(options.recipe, folder + "/options.ini") : chosen_recipe(options.recipe);
  const auto architecture =
      options.resume ? architecture_of_run(options.architecture, last) : options.architecture.architecture;
  trainer_options(recipe, 1);  // refuses what contradicts itself before the data set is read
  auto dataset = load_dataset(options.dataset, {recipe.size.height, recipe.size.width});
  const auto split = options.resume ? split_of_run(options, recipe, dataset) : wanted_split(options, recipe, dataset);
  const auto data = make_session_data(std::move(dataset), recipe, device);
  train_session({"train", folder, split, options.resume}, options.session, recipe, architecture, data, stop);
}

void add_split_options(CLI::App& command, TrainOptions& options) {
  auto* file =
      command.add_option("--split", options.split_file,
                         "File of 'split': trains on training, chooses best.pt by validation, leaves the test");
  auto* range = command.add_option("--hold-out-groups", options.validation_range,
                                   "FIRST..LAST: the groups by number that are the validation, instead of --hold-out");
  options.hold_out_option =
      command.add_option("--hold-out", options.hold_out, "Share of the samples that is validation, in whole groups");
  file->check(CLI::ExistingFile)->excludes(range);
  options.hold_out_option->check(CLI::Range(0.0, 0.99))->excludes(range)->excludes(file);
}

}  // namespace

void add_train_command(CLI::App& application) {
  auto options = std::make_shared<TrainOptions>();
  auto* command = application.add_subcommand(
      "train",
      "Trains a network. Every option of the recipe that is given overrides the recipe's value. Effects are given as "
      "STRENGTH or STRENGTH@PROBABILITY of a sample");
  command->add_option("--out", options->session.folder, "Folder of the run: checkpoints, logs, settings")->required();
  command->add_flag("--resume", options->resume,
                    "Continues the run in --out exactly where last.pt was written, with its own recipe, architecture "
                    "and split; options that would change them are refused");
  add_dataset_options(*command, options->dataset);
  add_split_options(*command, *options);
  add_recipe_options(*command, options->recipe);
  add_architecture_choice(*command, options->architecture);
  add_session_options(*command, options->session);
  command->callback([options] { train(*options); });
}

}  // namespace sonolist::model::tools
