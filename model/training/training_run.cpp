#include "model/training/training_run.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iomanip>
#include <sstream>

#include "model/error.h"
#include "model/training/csv_log.h"

namespace sonolist::model {
namespace {

using Clock = std::chrono::steady_clock;

std::string text(double value) {
  std::ostringstream out;
  out << std::setprecision(6) << value;
  return out.str();
}

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

// The best mean Dice so far is that of best.pt, also after a resume.
double best_of(const std::string& path) {
  if (!std::filesystem::exists(path)) return -1.0;
  const auto metrics = read_checkpoint(path).description.metrics;
  return metrics.value("mean_dice", -1.0);
}

std::vector<std::string> validation_columns(const NetworkDescription& description) {
  std::vector<std::string> columns{"iteration", "epoch", "mean_dice"};
  columns.insert(columns.end(), description.classes.begin() + 1, description.classes.end());
  return columns;
}

// Writes the logs, validates and keeps the best weights of one run.
class RunRecord {
 public:
  RunRecord(Trainer& trainer, const TrainingRunOptions& options, const TrainingObserver& observer)
      : trainer_(trainer),
        options_(options),
        observer_(observer),
        losses_(options.folder + "/losses.csv",
                {"iteration", "epoch", "learning_rate", "loss", "cross_entropy", "dice", "auxiliary", "distillation",
                 "seconds_per_iteration", "images_per_second"},
                trainer.iteration()),
        validations_(options.folder + "/validation.csv", validation_columns(trainer.description()),
                     trainer.iteration()),
        best_(trainer.iteration() > 0 ? best_of(best_path()) : -1.0) {}

  void add(const StepLosses& losses) {
    const auto values =
        torch::stack({losses.total, losses.pixel, losses.region, losses.auxiliary, losses.distillation});
    sum_ = steps_ == 0 ? values : sum_ + values;
    ++steps_;
  }

  void report() {
    const auto mean = (sum_ / static_cast<double>(steps_)).cpu();
    const double loss = mean[0].item<double>();
    const double seconds = seconds_since(since_) / static_cast<double>(steps_);
    if (!std::isfinite(loss)) {
      throw ModelError("the loss is no longer finite at iteration " + std::to_string(trainer_.iteration()) +
                       "; lower --lr, or add --warmup");
    }
    const double speed = seconds > 0.0 ? static_cast<double>(trainer_.batch_size()) / seconds : 0.0;
    std::vector<std::string> line{std::to_string(trainer_.iteration()), text(trainer_.epoch()),
                                  text(trainer_.learning_rate())};
    for (std::int64_t term = 0; term < mean.size(0); ++term) line.push_back(text(mean[term].item<double>()));
    line.push_back(text(seconds));
    line.push_back(text(speed));
    losses_.write(line);
    if (observer_.logged) observer_.logged();
    if (observer_.progress) {
      observer_.progress({trainer_.iteration(), options_.iterations, trainer_.epoch(), loss, seconds, speed});
    }
    restart_clock();
  }

  void validate() {
    const auto table = trainer_.validate(options_.held_out);
    const auto& classes = trainer_.description().classes;
    std::vector<std::string> line{std::to_string(trainer_.iteration()), text(trainer_.epoch()),
                                  text(table.mean_dice())};
    for (int structure = 1; structure < table.classes(); ++structure) {
      line.push_back(text(table.dice_summary(structure, AbsentClass::kLeftOut).mean));
    }
    validations_.write(line);
    metrics_ = to_json(table, classes);
    const bool best = table.mean_dice() > best_;  // false for NaN: nothing of any class was there or predicted
    if (best) {
      best_ = table.mean_dice();
      trainer_.save_weights(best_path(), metrics_);
    }
    if (observer_.validated) observer_.validated(trainer_.iteration(), table, best);
    if (observer_.logged) observer_.logged();
    restart_clock();
  }

  void save() {
    const auto start = Clock::now();
    trainer_.save(options_.folder + "/last.pt");
    since_ += Clock::now() - start;  // writing is no part of a step
  }
  void save_final() { trainer_.save_weights(options_.folder + "/final.pt", metrics_); }
  bool anything_to_report() const { return steps_ > 0; }

 private:
  std::string best_path() const { return options_.folder + "/best.pt"; }

  void restart_clock() {
    steps_ = 0;
    since_ = Clock::now();
  }

  Trainer& trainer_;
  const TrainingRunOptions& options_;
  const TrainingObserver& observer_;
  CsvLog losses_, validations_;
  double best_;
  nlohmann::json metrics_ = nlohmann::json::object();
  torch::Tensor sum_;  // of the losses since the last report, on the device
  std::int64_t steps_ = 0;
  Clock::time_point since_ = Clock::now();
};

nlohmann::json number(double value) {
  return std::isfinite(value) ? nlohmann::json(value) : nlohmann::json();
}

nlohmann::json to_json(const OverlapSummary& summary) {
  return {{"images", summary.images},
          {"mean", number(summary.mean)},
          {"sd", number(summary.standard_deviation)},
          {"median", number(summary.median)}};
}

}  // namespace

bool run_training(Trainer& trainer, const TrainingRunOptions& options, const TrainingObserver& observer) {
  if (options.log_every < 1 || options.validate_every < 1 || options.save_every < 1) {
    throw ModelError("training: the intervals of logs, validations and checkpoints must be 1 or more");
  }
  const bool ended = trainer.iteration() >= options.iterations && std::filesystem::exists(options.folder + "/final.pt");
  if (ended) return true;
  RunRecord record(trainer, options, observer);
  const auto due = [&](std::int64_t every) {
    return trainer.iteration() % every == 0 || trainer.iteration() == options.iterations;
  };
  while (trainer.iteration() < options.iterations) {
    record.add(trainer.step());
    if (due(options.log_every)) record.report();
    if (!options.held_out.empty() && due(options.validate_every)) {
      if (record.anything_to_report()) record.report();
      record.validate();
    }
    if (due(options.save_every)) record.save();
    if (observer.stop && observer.stop()) {
      record.save();
      return false;
    }
  }
  record.save_final();
  return true;
}

nlohmann::json to_json(const OverlapTable& table, const std::vector<std::string>& classes) {
  nlohmann::json document{{"images", table.images()}, {"mean_dice", number(table.mean_dice())}};
  for (int structure = 1; structure < table.classes(); ++structure) {
    auto& entry = document["classes"][classes[static_cast<std::size_t>(structure)]];
    const auto add = [&](const char* convention, AbsentClass absent) {
      entry[convention] = {{"dice", to_json(table.dice_summary(structure, absent))},
                           {"iou", to_json(table.iou_summary(structure, absent))}};
    };
    add("absent_left_out", AbsentClass::kLeftOut);
    add("absent_zero", AbsentClass::kZero);
    add("absent_one", AbsentClass::kOne);
    const auto pooled = table.pooled(structure);
    entry["pooled"] = {{"dice", number(dice(pooled, std::nan("")))}, {"iou", number(iou(pooled, std::nan("")))}};
  }
  return document;
}

}  // namespace sonolist::model
