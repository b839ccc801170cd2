// One training run in one folder, as `train` and every fold of `crossval` do it.
#pragma once

#include <CLI/CLI.hpp>
#include <chrono>
#include <string>
#include <vector>

#include "model/dataset/packed_dataset.h"
#include "model/dataset/split.h"
#include "model/training/recipe.h"
#include "model/training/sample_tensors.h"

namespace sonolist::model::tools {

struct SessionOptions {
  std::string folder, init_from, device = "auto";
  std::int64_t log_every = 10, validate_every = 0, save_every = 0;  // iterations; 0: once an epoch
  double minutes = 0.0;                                             // 0: no limit
  int threads = 0;
};

void add_session_options(CLI::App& command, SessionOptions& options);

// The options of the architecture, and whether any was given.
struct ArchitectureChoice {
  Architecture architecture;
  std::vector<const CLI::Option*> options;

  bool given() const;
};

void add_architecture_choice(CLI::App& command, ArchitectureChoice& choice);

// Ends a command with a checkpoint: SIGINT, SIGTERM, or its minutes are over. The handlers stay; one at a time.
class StopRequest {
 public:
  explicit StopRequest(double minutes);
  bool made() const;

 private:
  using Clock = std::chrono::steady_clock;
  Clock::time_point start_ = Clock::now();
  double minutes_;
};

// What several sessions of one command share.
struct SessionData {
  SampleTensors samples;                   // of the recipe's size, on the device
  NetworkDescription description;          // but for the architecture
  std::vector<std::string> groups, names;  // one a sample
};

SessionData make_session_data(PackedDataset dataset, const Recipe& recipe, const torch::Device& device);

struct Session {
  std::string title;  // of the progress bar
  std::string folder;
  ThreeWaySplit split;  // the test is only written into the record
  bool resume = false;
};

// Trains, or continues, the run of `session.folder` and writes its record (options.ini, split.json) when it begins.
// Returns false when it was stopped before its end. Throws ModelError.
bool train_session(const Session& session, const SessionOptions& options, const Recipe& recipe,
                   const Architecture& architecture, const SessionData& data, const StopRequest& stop);

// The architecture of the run that wrote `checkpoint`. Where options of the architecture were given, all together must
// say the same. Throws ModelError naming the field that differs.
Architecture architecture_of_run(const ArchitectureChoice& choice, const std::string& checkpoint);

}  // namespace sonolist::model::tools
