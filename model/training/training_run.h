// A whole training run: steps, logs, validations, checkpoints, in one folder.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "model/training/trainer.h"

namespace sonolist::model {

struct TrainingRunOptions {
  // Must exist; gets last.pt, best.pt, final.pt and the tables
  // losses.csv: iteration,epoch,learning_rate,loss,cross_entropy,dice,auxiliary,distillation,seconds_per_iteration,
  //             images_per_second (means since the line before; cross_entropy and dice stand for the pixel and the
  //             region term, whichever the loss has)
  // validation.csv: iteration,epoch,mean_dice and one column a class, named as it is: mean Dice per image, absent
  //             classes left out; "nan" where a class occurs in no image
  std::string folder;
  std::int64_t iterations = 0;  // the run ends when the trainer has taken so many steps
  std::int64_t log_every = 10, validate_every = 200, save_every = 200;
  std::vector<std::int64_t> held_out;  // validation samples; empty: no validation, and best.pt is not written
};

struct TrainingProgress {
  std::int64_t iteration = 0, iterations = 0;
  double epoch = 0.0, loss = 0.0;      // loss: mean since the last report
  double seconds_per_iteration = 0.0;  // since the last report, without validations and checkpoints
  double images_per_second = 0.0;      // likewise
};

struct TrainingObserver {
  std::function<void(const TrainingProgress&)> progress;  // every log_every steps
  std::function<void(std::int64_t, const OverlapTable&, bool best)> validated;
  // After every line of losses.csv and every one of validation.csv: both are complete on disk. For plots.
  std::function<void()> logged;
  std::function<bool()> stop;  // asked after every step; true ends the run after a checkpoint
};

// Returns true when the run is complete, false when it was stopped (last.pt continues it). best.pt holds the weights
// with the highest mean Dice of the hold-out, final.pt those of the last step. Throws ModelError when the loss is no
// longer finite or a file cannot be written.
bool run_training(Trainer& trainer, const TrainingRunOptions& options, const TrainingObserver& observer);

// Per class: Dice and IoU of each convention for absent classes, and pooled. The form that checkpoints and evaluations
// share.
nlohmann::json to_json(const OverlapTable& table, const std::vector<std::string>& classes);

}  // namespace sonolist::model
