// One training run's state and its step.
#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "model/networks/segmentation_network.h"
#include "model/training/augmentation.h"
#include "model/training/batch_sampler.h"
#include "model/training/checkpoint.h"
#include "model/training/learning_rate.h"
#include "model/training/loss.h"
#include "model/training/metrics.h"
#include "model/training/sample_tensors.h"
#include "model/training/weight_average.h"

namespace sonolist::model {

struct TrainerOptions {
  std::int64_t batch_size = 8;
  LearningRate learning_rate;
  double weight_decay = 0.0;  // decoupled (AdamW); 0 is plain Adam
  AugmentationOptions augmentation;
  std::vector<double> class_weights;    // of the cross entropy, one a channel; empty: equal
  bool freeze_batch_norm = false;       // keeps running statistics: for batches too small to estimate them
  std::optional<double> average_decay;  // moving average of the weights, e.g. 0.999; none without
  std::uint64_t seed = 1;
};

// Owns the network, the optimiser and the samples. Everything random in a step follows from (seed, iteration): on the
// CPU a run that is resumed is identical to one that was never interrupted. Not thread safe; reseeds torch's default
// generator (dropout) in every step.
class Trainer {
 public:
  // `samples` decides the device, to which the network is moved (channels_last and bfloat16 on CUDA). `training` are
  // indices into `samples`. Throws ModelError for options that do not fit the samples or the description.
  Trainer(std::shared_ptr<SegmentationNetwork> network, NetworkDescription description, SampleTensors samples,
          std::vector<std::int64_t> training, TrainerOptions options);

  SegmentationLoss step();  // the losses of this step, detached, on the device: reading them waits for the GPU
  std::int64_t iteration() const { return iteration_; }  // steps taken
  double epoch() const { return sampler_.epoch_of(iteration_); }
  double learning_rate() const { return options_.learning_rate.at(iteration_); }  // of the next step
  const NetworkDescription& description() const { return description_; }

  // With the averaged weights where an average is kept.
  OverlapTable validate(const std::vector<std::int64_t>& indices);

  void save(const std::string& path) const;  // everything that resume() needs
  // Weights for use only, with `metrics` in the description.
  void save_weights(const std::string& path, const nlohmann::json& metrics) const;
  // Continues from a file that save() wrote. Throws ModelError where it is of another network or kept another average.
  void resume(const std::string& path);

 private:
  void set_training_mode();

  std::shared_ptr<SegmentationNetwork> network_;
  NetworkDescription description_;
  SampleTensors samples_;
  TrainerOptions options_;
  BatchSampler sampler_;
  torch::Tensor class_weights_;
  std::unique_ptr<torch::optim::AdamW> optimizer_;
  std::optional<WeightAverage> average_;
  std::int64_t iteration_ = 0;
};

}  // namespace sonolist::model
