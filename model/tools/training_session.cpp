#include "model/tools/training_session.h"

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <iomanip>
#include <iostream>
#include <sstream>

#include "model/error.h"
#include "model/package/write_file.h"
#include "model/report/run_curves.h"
#include "model/tools/architecture_option.h"
#include "model/tools/progress_bar.h"
#include "model/training/distillation.h"
#include "model/training/initial_weights.h"
#include "model/training/run_parts.h"
#include "model/training/training_run.h"

namespace sonolist::model::tools {
namespace {

volatile std::sig_atomic_t stop_signal = 0;

void write_record(const Session& session, const Recipe& recipe, const SessionData& data) {
  std::filesystem::create_directories(session.folder);
  write_settings(session.folder + "/options.ini", settings_of(recipe),
                 "The settings of this run, named as the options of 'sonolist-model train'");
  write_file(session.folder + "/split.json", part_record(session.split, data.groups).dump(2) + "\n");
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
  line << "Validation at " << iteration << ": mean Dice " << std::fixed << std::setprecision(4) << table.mean_dice();
  for (int structure = 1; structure < table.classes(); ++structure) {
    line << (structure == 1 ? " (" : ", ") << classes[static_cast<std::size_t>(structure)] << ' '
         << table.dice_summary(structure, AbsentClass::kLeftOut).mean;
  }
  line << ')' << (best ? ", best so far" : "");
  return line.str();
}

TrainingObserver observer_of(ProgressBar& bar, const std::string& folder, const std::vector<std::string>& classes,
                             const StopRequest& stop) {
  TrainingObserver observer;
  observer.progress = [&bar](const TrainingProgress& progress) {
    std::ostringstream detail;
    detail << "epoch " << std::fixed << std::setprecision(1) << progress.epoch << ", loss " << std::setprecision(4)
           << progress.loss << ", " << std::setprecision(1) << progress.images_per_second << " images/s";
    bar.show(progress.iteration, detail.str());
  };
  observer.validated = [&bar, &classes](std::int64_t iteration, const OverlapTable& table, bool best) {
    bar.print_line(validation_line(iteration, table, classes, best));
  };
  observer.logged = [folder] { report::draw_run_curves(folder); };
  observer.stop = [&stop] { return stop.made(); };
  return observer;
}

TrainingRunOptions run_options(const Session& session, const SessionOptions& options, const TrainerOptions& trainer) {
  const auto samples = static_cast<std::int64_t>(session.split.training.size());
  const auto per_epoch = (samples + trainer.batch_size - 1) / trainer.batch_size;
  TrainingRunOptions run;
  run.folder = session.folder;
  run.iterations = trainer.learning_rate.iterations;
  run.log_every = options.log_every;
  run.validate_every = options.validate_every > 0 ? options.validate_every : per_epoch;
  run.save_every = options.save_every > 0 ? options.save_every : std::max<std::int64_t>(per_epoch, 200);
  run.held_out = session.split.validation;
  return run;
}

}  // namespace

void add_session_options(CLI::App& command, SessionOptions& options) {
  command.add_option("--init-from", options.init_from,
                     "Package, checkpoint (.pt) or encoder (.safetensors) to start from");
  command.add_option("--validate-every", options.validate_every, "Iterations; 0: once an epoch")
      ->check(CLI::NonNegativeNumber);
  command.add_option("--save-every", options.save_every, "Iterations; 0: once an epoch, at least 200")
      ->check(CLI::NonNegativeNumber);
  command.add_option("--log-every", options.log_every, "Iterations")->check(CLI::PositiveNumber);
  command.add_option("--minutes", options.minutes, "Stops with a checkpoint after so many minutes; 0: never")
      ->check(CLI::NonNegativeNumber);
  command.add_option("--device", options.device, "auto, cpu, cuda or cuda:N");
  command.add_option("--threads", options.threads, "CPU threads; 0: all cores, at least 2");
}

StopRequest::StopRequest(double minutes) : minutes_(minutes) {
  std::signal(SIGINT, [](int) { stop_signal = 1; });
  std::signal(SIGTERM, [](int) { stop_signal = 1; });
}

bool StopRequest::made() const {
  if (stop_signal != 0) return true;
  return minutes_ > 0.0 && Clock::now() - start_ > std::chrono::duration<double>(minutes_ * 60.0);
}

SessionData make_session_data(PackedDataset dataset, const Recipe& recipe, const torch::Device& device) {
  SessionData data;
  data.description.classes = dataset.classes;
  data.description.height = recipe.size.height;
  data.description.width = recipe.size.width;
  data.description.training_data = dataset.source;
  data.description.simulated = dataset.simulated;
  data.groups = dataset.groups;
  data.names = dataset.names;
  data.samples = to_tensors(std::move(dataset), recipe.size.height, recipe.size.width, device);
  return data;
}

bool train_session(const Session& session, const SessionOptions& options, const Recipe& recipe,
                   const Architecture& architecture, const SessionData& data, const StopRequest& stop) {
  auto trainer_settings = trainer_options(recipe, static_cast<std::int64_t>(session.split.training.size()));
  if (!recipe.teacher.empty()) trainer_settings.teacher = load_teacher(recipe.teacher, data.description.classes);
  auto description = data.description;
  description.architecture = architecture;
  torch::manual_seed(trainer_settings.seed);
  const auto network = make_network(architecture, description.channels());
  if (!options.init_from.empty() && !session.resume)
    report_start(start_from(*network, options.init_from), options.init_from);
  const auto run = run_options(session, options, trainer_settings);
  Trainer trainer(network, description, data.samples, session.split.training, trainer_settings);
  if (session.resume) {
    trainer.resume(session.folder + "/last.pt");
  } else {
    write_record(session, recipe, data);
  }
  std::cerr << "Trains on " << session.split.training.size() << " samples, validates on "
            << session.split.validation.size() << ", leaves " << session.split.test.size() << " untouched; "
            << description.channels() << " classes with the background, " << run.iterations << " iterations of "
            << trainer.batch_size() << ", recipe " << recipe.name << ", on " << data.samples.pictures.device() << '\n';
  if (recipe.auxiliary > 0.0 && network->deepest_level().channels == 0) {
    std::cerr << "This network gives no deepest map: it is trained without deep supervision\n";
  }
  ProgressBar bar(session.title, run.iterations, trainer.iteration());
  const bool complete = run_training(trainer, run, observer_of(bar, session.folder, description.classes, stop));
  bar.print_line(complete ? "Complete: final.pt" + std::string(run.held_out.empty() ? " is" : " and best.pt are") +
                                " in " + session.folder
                          : "Stopped at iteration " + std::to_string(trainer.iteration()) + "; " + session.folder +
                                " can be continued");
  return complete;
}

bool ArchitectureChoice::given() const {
  return std::any_of(options.begin(), options.end(), [](const CLI::Option* option) { return option->count() > 0; });
}

void add_architecture_choice(CLI::App& command, ArchitectureChoice& choice) {
  const auto before = static_cast<std::ptrdiff_t>(command.get_options().size());
  add_architecture_options(command, choice.architecture);
  const auto all = command.get_options();
  choice.options.assign(all.begin() + before, all.end());
}

Architecture architecture_of_run(const ArchitectureChoice& choice, const std::string& checkpoint) {
  const auto as_json = [](const Architecture& architecture) {
    NetworkDescription description;
    description.architecture = architecture;
    return to_json(description).at("architecture");
  };
  const auto own = read_checkpoint(checkpoint).description.architecture;
  if (!choice.given()) return own;
  const auto wanted = as_json(choice.architecture), kept = as_json(own);
  for (const auto& [field, value] : wanted.items()) {
    const auto of_run = kept.value(field, nlohmann::json());  // not every type has every field
    if (value == of_run) continue;
    throw ModelError("architecture: the options say " + field + " " + value.dump() +
                     ", the run that is to be continued has " + kept.at(field).dump() +
                     "; leave them out, or begin another run with another --out");
  }
  return own;
}

}  // namespace sonolist::model::tools
