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
#include "model/training/auxiliary_head.h"
#include "model/training/batch_sampler.h"
#include "model/training/checkpoint.h"
#include "model/training/learning_rate.h"
#include "model/training/loss.h"
#include "model/training/metrics.h"
#include "model/training/optimizer.h"
#include "model/training/sample_tensors.h"
#include "model/training/weight_average.h"

namespace sonolist::model {

struct TrainerOptions {
  std::int64_t batch_size = 8;
  LearningRate learning_rate;
  OptimizerOptions optimizer;
  double largest_gradient = 0.0;  // norm to which the gradients of a step are clipped; 0: never
  AugmentationOptions augmentation;
  LossOptions loss;
  std::vector<double> class_weights;    // of the pixel term, one a channel; empty: equal
  double auxiliary_weight = 0.0;        // of deep supervision; needs a network with a deepest_level(), else 0 is used
  bool freeze_batch_norm = false;       // keeps running statistics: for batches too small to estimate them
  std::optional<double> average_decay;  // moving average of the weights, e.g. 0.999; none without
  // Its opinion of the same augmented pictures enters the loss with this weight; null: no teacher. It is frozen, moved
  // to the device of the samples and, on CUDA, run as the network is.
  std::shared_ptr<SegmentationNetwork> teacher;
  double distillation_weight = 0.0;
  std::uint64_t seed = 1;
};

// Scalars without gradient, on the device of the samples: reading them waits for the GPU. total = pixel + region +
// auxiliary_weight * auxiliary + distillation_weight * distillation; a term that is off is 0.
struct StepLosses {
  torch::Tensor total, pixel, region, auxiliary, distillation;
};

// Owns the network, the optimiser and the samples. Everything random in a step follows from (seed, iteration): on the
// CPU a run that is resumed is identical to one that was never interrupted. Not thread safe; reseeds torch's default
// generator (dropout) in every step.
class Trainer {
 public:
  // `samples` decides the device, to which the network is moved in channels_last (with bfloat16 on CUDA). `training`
  // are indices into `samples`. Throws ModelError for options that do not fit the samples or the description.
  Trainer(std::shared_ptr<SegmentationNetwork> network, NetworkDescription description, SampleTensors samples,
          std::vector<std::int64_t> training, TrainerOptions options);

  StepLosses step();
  std::int64_t iteration() const { return iteration_; }  // steps taken
  std::int64_t batch_size() const { return options_.batch_size; }
  double epoch() const { return sampler_.epoch_of(iteration_); }
  double learning_rate() const { return options_.learning_rate.at(iteration_); }  // of the next step
  const NetworkDescription& description() const { return description_; }

  // With the averaged weights where an average is kept.
  OverlapTable validate(const std::vector<std::int64_t>& indices);

  void save(const std::string& path) const;  // everything that resume() needs
  // Weights for use only, with `metrics` in the description.
  void save_weights(const std::string& path, const nlohmann::json& metrics) const;
  // Continues from a file that save() wrote. Throws ModelError where it is of another network, kept another average or
  // had another head.
  void resume(const std::string& path);

 private:
  struct Answer {
    torch::Tensor logits, auxiliary, teacher;  // [N,channels,h,w]; undefined where there is none
  };

  Answer answer(const torch::Tensor& input);
  void set_training_mode();

  std::shared_ptr<SegmentationNetwork> network_;
  NetworkDescription description_;
  SampleTensors samples_;
  TrainerOptions options_;
  BatchSampler sampler_;
  torch::Tensor class_weights_;
  std::shared_ptr<AuxiliaryHead> auxiliary_;  // null without deep supervision
  std::unique_ptr<torch::optim::AdamW> optimizer_;
  std::optional<WeightAverage> average_;
  std::int64_t iteration_ = 0;
};

}  // namespace sonolist::model
