#include "model/training/trainer.h"

#include <utility>

#include "model/error.h"
#include "model/package/state_dict.h"
#include "model/training/mixed_precision.h"
#include "model/training/normalise.h"
#include "model/training/random_stream.h"
#include "model/training/validation.h"

namespace sonolist::model {
namespace {

constexpr std::uint64_t kAugmentationStream = 1, kDropoutStream = 2;

// LibTorch's C++ Module::to has no memory format.
void to_channels_last(torch::nn::Module& network) {
  for (auto& parameter : network.parameters()) {
    if (parameter.dim() == 4) parameter.set_data(parameter.contiguous(torch::MemoryFormat::ChannelsLast));
  }
}

torch::Tensor weight_tensor(const std::vector<double>& weights, int channels, const torch::Device& device) {
  if (weights.empty()) return {};
  if (weights.size() != static_cast<std::size_t>(channels)) {
    throw ModelError("class weights: " + std::to_string(weights.size()) + " given, the network has " +
                     std::to_string(channels) + " channels with the background");
  }
  return torch::tensor(weights, torch::kFloat64).to(torch::kFloat32).to(device);
}

}  // namespace

Trainer::Trainer(std::shared_ptr<SegmentationNetwork> network, NetworkDescription description, SampleTensors samples,
                 std::vector<std::int64_t> training, TrainerOptions options)
    : network_(std::move(network)),
      description_(std::move(description)),
      samples_(std::move(samples)),
      options_(std::move(options)),
      sampler_(std::move(training), options_.batch_size, options_.seed) {
  const auto device = samples_.pictures.device();
  check_augmentation(options_.augmentation, samples_.pictures.size(1), samples_.pictures.size(2));
  class_weights_ = weight_tensor(options_.class_weights, description_.channels(), device);
  network_->to(device);
  if (device.is_cuda()) {
    to_channels_last(*network_);
    at::globalContext().setBenchmarkCuDNN(true);
  }
  optimizer_ = std::make_unique<torch::optim::AdamW>(
      network_->parameters(),
      torch::optim::AdamWOptions(options_.learning_rate.peak).weight_decay(options_.weight_decay));
  if (options_.average_decay) average_.emplace(*network_, *options_.average_decay);
}

SegmentationLoss Trainer::step() {
  const auto device = samples_.pictures.device();
  const auto position = static_cast<std::uint64_t>(iteration_);
  const auto chosen = torch::tensor(sampler_.batch(iteration_)).to(device);
  const auto batch = augment(samples_.pictures.index_select(0, chosen), samples_.labels.index_select(0, chosen),
                             options_.augmentation, mixed_seed(options_.seed, kAugmentationStream, position));
  auto input = normalise_grey(batch.pictures, NetworkInput{});
  if (device.is_cuda()) input = input.contiguous(torch::MemoryFormat::ChannelsLast);

  torch::manual_seed(mixed_seed(options_.seed, kDropoutStream, position));
  static_cast<torch::optim::AdamWOptions&>(optimizer_->param_groups().front().options()).lr(learning_rate());
  set_training_mode();
  optimizer_->zero_grad();
  torch::Tensor logits;
  {
    const MixedPrecision mixed(device);
    logits = network_->forward(input);
  }
  const auto loss = segmentation_loss(logits, batch.labels, class_weights_);
  loss.total.backward();
  optimizer_->step();
  if (average_) average_->update(*network_, iteration_);
  ++iteration_;
  return {loss.total.detach(), loss.cross_entropy.detach(), loss.dice.detach()};
}

OverlapTable Trainer::validate(const std::vector<std::int64_t>& indices) {
  if (average_) average_->swap(*network_);
  auto table = model::validate(*network_, samples_, indices, description_.channels(), options_.batch_size);
  if (average_) average_->swap(*network_);
  return table;
}

void Trainer::save(const std::string& path) const {
  write_checkpoint({description_, iteration_, state_dict(*network_), average_ ? average_->tensors() : TensorMap{}},
                   optimizer_.get(), path);
}

void Trainer::save_weights(const std::string& path, const nlohmann::json& metrics) const {
  auto description = description_;
  description.metrics = metrics;
  write_checkpoint({description, iteration_, average_ ? average_->tensors() : state_dict(*network_), {}}, nullptr,
                   path);
}

void Trainer::resume(const std::string& path) {
  const auto checkpoint = read_checkpoint(path, optimizer_.get(), samples_.pictures.device());
  if (checkpoint.description.classes != description_.classes) {
    throw ModelError(path + ": was trained for other classes; resume with the data set of that run");
  }
  if (checkpoint.average.empty() == average_.has_value()) {
    throw ModelError(path + ": resume with the same choice of weight average (--ema) as the run that wrote it");
  }
  load_state_dict(*network_, checkpoint.network, path);
  if (average_) average_->set(checkpoint.average, path);
  iteration_ = checkpoint.iteration;
}

void Trainer::set_training_mode() {
  network_->train();
  if (!options_.freeze_batch_norm) return;
  for (const auto& module : network_->modules(false)) {
    if (module->as<torch::nn::BatchNorm2d>() != nullptr) module->eval();
  }
}

}  // namespace sonolist::model
