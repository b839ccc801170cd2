#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iomanip>
#include <iostream>
#include <memory>
#include <sstream>

#include "model/dataset/split.h"
#include "model/error.h"
#include "model/prediction/device_choice.h"
#include "model/tools/architecture_option.h"
#include "model/tools/commands.h"
#include "model/tools/dataset_option.h"
#include "model/tools/progress_bar.h"
#include "model/training/initial_weights.h"
#include "model/training/training_run.h"

namespace sonolist::model::tools {
namespace {

namespace fs = std::filesystem;

volatile std::sig_atomic_t stop_signal = 0;

struct TrainOptions {
  DatasetOption dataset;
  Architecture architecture;
  TrainerOptions trainer;
  TrainingRunOptions run;
  std::string size = "480x640", crop, schedule = "constant", device = "auto", init_from, held_out_range;
  double epochs = 100.0, hold_out = 0.1, average_decay = 0.0, minutes = 0.0;
  int threads = 0;
  bool resume = false;
};

void set_crop(TrainOptions& options, PictureSize size) {
  auto& augmentation = options.trainer.augmentation;
  if (options.crop == "none") {
    augmentation.crop_height = augmentation.crop_width = 0;
  } else if (!options.crop.empty()) {
    const auto crop = parse_size(options.crop, "--crop");
    augmentation.crop_height = crop.height;
    augmentation.crop_width = crop.width;
  } else if (size.height < augmentation.crop_height || size.width < augmentation.crop_width) {
    augmentation.crop_height = augmentation.crop_width = 0;
  }
}

Split split_of(const TrainOptions& options, const PackedDataset& dataset) {
  if (options.held_out_range.empty()) return hold_out_groups(dataset.groups, options.hold_out, options.trainer.seed);
  const auto range = parse_range(options.held_out_range, "--hold-out-groups");
  return hold_out_range(dataset.groups, range.first, range.last);
}

// Which groups were held out: without this record no number of the run can be checked.
void write_split(const std::string& path, const PackedDataset& dataset, const Split& split) {
  const auto groups_of = [&](const std::vector<std::int64_t>& samples) {
    std::vector<std::string> groups;
    for (const auto sample : samples) groups.push_back(dataset.groups[static_cast<std::size_t>(sample)]);
    return distinct_groups(groups);
  };
  std::ofstream out(path);
  out << nlohmann::json{{"training", groups_of(split.training)}, {"held_out", groups_of(split.held_out)}}.dump(2)
      << '\n';
  if (!out) throw ModelError(path + ": cannot be written; check the permissions of the folder");
}

void report_start(const FillReport& report, const std::string& origin) {
  std::cerr << "Starts from " << origin << ": " << report.filled.size() << " of "
            << report.filled.size() + report.missing.size() << " tensors filled";
  if (!report.reshaped.empty())
    std::cerr << ", " << report.reshaped.size() << " of another shape (" << report.reshaped.front() << ")";
  if (!report.unused.empty()) std::cerr << ", " << report.unused.size() << " of the file unused";
  std::cerr << '\n';
}

std::string validation_line(std::int64_t iteration, const OverlapTable& table, const std::vector<std::string>& classes,
                            bool best) {
  std::ostringstream line;
  line << "Hold-out at " << iteration << ": mean Dice " << std::fixed << std::setprecision(4) << table.mean_dice();
  for (int structure = 1; structure < table.classes(); ++structure) {
    line << (structure == 1 ? " (" : ", ") << classes[static_cast<std::size_t>(structure)] << ' '
         << table.dice_summary(structure, AbsentClass::kLeftOut).mean;
  }
  line << ')' << (best ? ", best so far" : "");
  return line.str();
}

TrainingObserver observer_of(ProgressBar& bar, const std::vector<std::string>& classes, double minutes) {
  using Clock = std::chrono::steady_clock;
  TrainingObserver observer;
  observer.progress = [&bar](const TrainingProgress& progress) {
    std::ostringstream detail;
    detail << "epoch " << std::fixed << std::setprecision(1) << progress.epoch << ", loss " << std::setprecision(4)
           << progress.loss << ", " << std::setprecision(3) << progress.seconds_per_iteration << " s/iteration";
    bar.show(progress.iteration, detail.str());
  };
  observer.validated = [&bar, &classes](std::int64_t iteration, const OverlapTable& table, bool best) {
    bar.print_line(validation_line(iteration, table, classes, best));
  };
  observer.stop = [start = Clock::now(), minutes] {
    return stop_signal != 0 || (minutes > 0.0 && Clock::now() - start > std::chrono::duration<double>(minutes * 60.0));
  };
  return observer;
}

void train(TrainOptions options, const std::string& options_text) {
  set_network_threads(options.threads);
  const auto device = choose_device(options.device);
  const auto size = parse_size(options.size, "--size");
  set_crop(options, size);
  check_augmentation(options.trainer.augmentation, size.height, size.width);
  fs::create_directories(options.run.folder);
  const auto last = options.run.folder + "/last.pt";
  if (!options.resume && fs::exists(last)) {
    throw ModelError(options.run.folder + ": holds a run already; continue it with --resume or choose another --out");
  }

  auto dataset = load_dataset(options.dataset, size);
  const auto split = split_of(options, dataset);
  write_split(options.run.folder + "/split.json", dataset, split);
  std::ofstream(options.run.folder + "/options.ini") << options_text;
  NetworkDescription description{options.architecture, dataset.classes, size.height,
                                 size.width,           dataset.source,  dataset.simulated};
  torch::manual_seed(options.trainer.seed);
  auto network = make_network(options.architecture, description.channels());
  if (!options.init_from.empty() && !options.resume)
    report_start(start_from(*network, options.init_from), options.init_from);

  const BatchSampler counter(split.training, options.trainer.batch_size, options.trainer.seed);
  const auto per_epoch = counter.iterations_of(1.0);
  if (options.run.iterations == 0) options.run.iterations = counter.iterations_of(options.epochs);
  if (options.run.validate_every == 0) options.run.validate_every = per_epoch;
  if (options.run.save_every == 0) options.run.save_every = std::max<std::int64_t>(per_epoch, 200);
  options.run.held_out = split.held_out;
  options.trainer.learning_rate.schedule = parse_schedule(options.schedule);
  options.trainer.learning_rate.iterations = options.run.iterations;
  if (options.average_decay > 0.0) options.trainer.average_decay = options.average_decay;

  Trainer trainer(network, description, to_tensors(std::move(dataset), size.height, size.width, device), split.training,
                  options.trainer);
  if (options.resume) trainer.resume(last);
  std::cerr << "Trains on " << split.training.size() << " samples, " << split.held_out.size() << " held out, "
            << description.channels() << " classes with the background, " << options.run.iterations << " iterations of "
            << options.trainer.batch_size << ", on " << device << '\n';
  ProgressBar bar("train", options.run.iterations, trainer.iteration());
  std::signal(SIGINT, [](int) { stop_signal = 1; });
  std::signal(SIGTERM, [](int) { stop_signal = 1; });
  const bool complete = run_training(trainer, options.run, observer_of(bar, description.classes, options.minutes));
  bar.print_line(complete ? "Complete: best.pt and final.pt are in " + options.run.folder
                          : "Stopped at iteration " + std::to_string(trainer.iteration()) + "; continue with --resume");
}

void add_recipe_options(CLI::App& command, TrainOptions& options) {
  auto& trainer = options.trainer;
  command.add_option("--batch", trainer.batch_size, "Samples a step")->check(CLI::PositiveNumber);
  command.add_option("--lr", trainer.learning_rate.peak, "Learning rate of Adam")->check(CLI::PositiveNumber);
  command.add_option("--schedule", options.schedule, "Of the learning rate")
      ->check(CLI::IsMember({"constant", "cosine", "poly"}));
  command.add_option("--warmup", trainer.learning_rate.warmup_iterations, "Iterations of linear rise")
      ->check(CLI::NonNegativeNumber);
  command.add_option("--weight-decay", trainer.weight_decay, "Decoupled")->check(CLI::NonNegativeNumber);
  command
      .add_option("--class-weights", trainer.class_weights, "Of the cross entropy, background first (comma separated)")
      ->delimiter(',');
  command.add_option("--crop", options.crop,
                     "HEIGHTxWIDTH of the random crop, or none; by default 473x473 where it fits, else none");
  command.add_option("--rotation", trainer.augmentation.rotation_degrees, "Random rotation within +- degrees");
  command.add_option("--scale", trainer.augmentation.scale, "Random zoom within 1 +- this");
  command.add_flag("--flip", trainer.augmentation.flip, "Random left-right flip (labels must not depend on the side)");
  command.add_option("--gain", trainer.augmentation.gain, "Random brightness factor within 1 +- this");
  command.add_option("--gamma", trainer.augmentation.gamma, "Random gamma within exp(+- this)");
  command
      .add_option("--ema", options.average_decay, "Decay of a moving average of the weights, such as 0.999; 0: none")
      ->check(CLI::Range(0.0, 0.999999));
  command.add_flag("--freeze-bn", trainer.freeze_batch_norm,
                   "Keeps the statistics of batch normalisation (tiny batches)");
  command.add_option("--seed", trainer.seed, "Of everything random, the split too");
}

}  // namespace

void add_train_command(CLI::App& application) {
  auto options = std::make_shared<TrainOptions>();
  options->run.validate_every = options->run.save_every = 0;
  auto* command = application.add_subcommand("train",
                                             "Trains a network. The defaults are the published recipe: Adam 5e-5, "
                                             "batch 8, 480x640, crop 473x473, rotation 10");
  add_dataset_options(*command, options->dataset);
  command->add_option("--out", options->run.folder, "Folder of the run: checkpoints, logs")->required();
  command->add_option("--size", options->size, "HEIGHTxWIDTH of the pictures before the crop");
  auto* iterations =
      command->add_option("--iterations", options->run.iterations, "Steps of the whole run, instead of --epochs");
  iterations->check(CLI::PositiveNumber)->default_str("");
  command->add_option("--epochs", options->epochs, "Passes over the training samples")
      ->check(CLI::PositiveNumber)
      ->excludes(iterations);
  add_recipe_options(*command, *options);
  add_architecture_options(*command, options->architecture);
  command->add_option("--init-from", options->init_from,
                      "Package, checkpoint (.pt) or encoder (.safetensors) to start from");
  command->add_flag("--resume", options->resume, "Continues the run in --out exactly where last.pt was written");
  auto* range = command->add_option("--hold-out-groups", options->held_out_range,
                                    "FIRST..LAST: the groups by number that are held out, instead of --hold-out");
  command->add_option("--hold-out", options->hold_out, "Share of the samples that is held out, in whole groups")
      ->check(CLI::Range(0.0, 0.99))
      ->excludes(range);
  command->add_option("--validate-every", options->run.validate_every, "Iterations; 0: once an epoch");
  command->add_option("--save-every", options->run.save_every, "Iterations; 0: once an epoch, at least 200");
  command->add_option("--log-every", options->run.log_every, "Iterations")->check(CLI::PositiveNumber);
  command->add_option("--minutes", options->minutes, "Stops with a checkpoint after so many minutes; 0: never");
  command->add_option("--device", options->device, "auto, cpu, cuda or cuda:N");
  command->add_option("--threads", options->threads, "CPU threads; 0: all cores, at least 2");
  command->callback([options, command] { train(*options, command->config_to_str(true, false)); });
}

}  // namespace sonolist::model::tools
