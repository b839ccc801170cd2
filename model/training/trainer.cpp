#include "model/training/trainer.h"

#include <utility>

#include "model/error.h"
#include "model/networks/resize.h"
#include "model/package/state_dict.h"
#include "model/training/distillation.h"
#include "model/training/mixed_precision.h"
#include "model/training/normalise.h"
#include "model/training/random_stream.h"
#include "model/training/validation.h"

namespace sonolist::model {
namespace {

constexpr std::uint64_t kAugmentationStream = 1, kDropoutStream = 2, kHeadStream = 3;

// In channels_last, which LibTorch's C++ Module::to does not know.
void to_device(torch::nn::Module& network, const torch::Device& device) {
  network.to(device);
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
  check_loss(options_.loss);
  to_device(*network_, device);
  if (options_.auxiliary_weight > 0.0 && network_->deepest_level().channels > 0) {
    torch::manual_seed(mixed_seed(options_.seed, kHeadStream, 0));
    auxiliary_ = std::make_shared<AuxiliaryHead>(network_->deepest_level().channels, description_.channels());
    to_device(*auxiliary_, device);
  }
  if (options_.teacher) {
    to_device(*options_.teacher, device);
    options_.teacher->eval();
    for (auto& parameter : options_.teacher->parameters()) parameter.requires_grad_(false);
  }
  if (device.is_cuda()) at::globalContext().setBenchmarkCuDNN(true);
  optimizer_ = make_optimizer(*network_, auxiliary_.get(), options_.optimizer);
  if (options_.average_decay) average_.emplace(*network_, *options_.average_decay);
}

StepLosses Trainer::step() {
  const auto device = samples_.pictures.device();
  const auto position = static_cast<std::uint64_t>(iteration_);
  const auto chosen = torch::tensor(sampler_.batch(iteration_)).to(device);
  const auto batch = augment(samples_.pictures.index_select(0, chosen), samples_.labels.index_select(0, chosen),
                             options_.augmentation, mixed_seed(options_.seed, kAugmentationStream, position));
  const auto input = normalise_grey(batch.pictures, NetworkInput{}).contiguous(torch::MemoryFormat::ChannelsLast);

  torch::manual_seed(mixed_seed(options_.seed, kDropoutStream, position));
  set_learning_rate(*optimizer_, learning_rate(), options_.optimizer);
  set_training_mode();
  optimizer_->zero_grad();
  const auto answers = answer(input);
  const auto loss_of = [&](const torch::Tensor& logits) {
    return segmentation_loss(logits, batch.labels, class_weights_, options_.loss);
  };
  const auto loss = loss_of(answers.logits);
  const auto none = torch::zeros({}, loss.total.options());
  StepLosses losses{loss.total, loss.pixel.detach(), loss.region.detach(), none, none};
  if (auxiliary_) {
    losses.auxiliary = loss_of(answers.auxiliary).total;
    losses.total = losses.total + losses.auxiliary * options_.auxiliary_weight;
  }
  if (options_.teacher) {
    losses.distillation = distillation_loss(answers.logits, answers.teacher);
    losses.total = losses.total + losses.distillation * options_.distillation_weight;
  }
  losses.total.backward();
  if (options_.largest_gradient > 0.0) clip_gradients(*optimizer_, options_.largest_gradient);
  optimizer_->step();
  if (average_) average_->update(*network_, iteration_);
  ++iteration_;
  return {losses.total.detach(), losses.pixel, losses.region, losses.auxiliary.detach(), losses.distillation.detach()};
}

// Everything that is worth bfloat16.
Trainer::Answer Trainer::answer(const torch::Tensor& input) {
  Answer answers;
  if (options_.teacher) {
    const torch::NoGradGuard no_gradient;
    const MixedPrecision mixed(input.device());
    answers.teacher = options_.teacher->forward(input);
  }
  const MixedPrecision mixed(input.device());
  if (!auxiliary_) {
    answers.logits = network_->forward(input);
    return answers;
  }
  const auto output = network_->forward_for_training(input);
  answers.logits = output.logits;
  answers.auxiliary = enlarge_cells(auxiliary_->forward(output.deepest), network_->deepest_level().stride,
                                    input.size(2), input.size(3));
  return answers;
}

OverlapTable Trainer::validate(const std::vector<std::int64_t>& indices) {
  if (average_) average_->swap(*network_);
  auto table = model::validate(*network_, samples_, indices, description_.channels(), options_.batch_size);
  if (average_) average_->swap(*network_);
  return table;
}

void Trainer::save(const std::string& path) const {
  write_checkpoint({description_, iteration_, state_dict(*network_), average_ ? average_->tensors() : TensorMap{},
                    auxiliary_ ? state_dict(*auxiliary_) : TensorMap{}},
                   optimizer_.get(), path);
}

void Trainer::save_weights(const std::string& path, const nlohmann::json& metrics) const {
  auto description = description_;
  description.metrics = metrics;
  write_checkpoint({description, iteration_, average_ ? average_->tensors() : state_dict(*network_), {}, {}}, nullptr,
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
  if (checkpoint.auxiliary.empty() == (auxiliary_ != nullptr)) {
    throw ModelError(path + ": resume with the same choice of deep supervision (--auxiliary) as the run that wrote it");
  }
  load_state_dict(*network_, checkpoint.network, path);
  if (auxiliary_) load_state_dict(*auxiliary_, checkpoint.auxiliary, path);
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
