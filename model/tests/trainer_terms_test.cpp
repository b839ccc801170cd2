// Deep supervision, teacher, clipping and the encoder's own rate.

#include <gmock/gmock.h>

#include <cmath>

#include "model/error.h"
#include "model/package/state_dict.h"
#include "model/tests/temporary_folder.h"
#include "model/tests/tiny_network.h"
#include "model/training/distillation.h"
#include "model/training/trainer.h"

namespace sonolist::model {
namespace {

using namespace testing;
using ::testing::HasSubstr;

TrainerOptions options_with_all_terms() {
  TrainerOptions options;
  options.batch_size = 2;
  options.learning_rate = {1e-2, Schedule::kCosine, 2, 8};
  options.optimizer = {0.01, 0.1};
  options.largest_gradient = 0.5;
  options.augmentation.crop_height = options.augmentation.crop_width = 12;
  options.augmentation.elastic = {5.0, 0.5};
  options.augmentation.speckle = {0.2, 0.5};
  options.augmentation.shadow = {0.5, 0.5};
  options.auxiliary_weight = 0.4;
  options.average_decay = 0.9;
  return options;
}

Trainer make_deep_trainer(const std::shared_ptr<SegmentationNetwork>& network, const TrainerOptions& options) {
  return {network, tiny_description(), banded_samples(), {0, 1, 2, 3, 4}, options};
}

void expect_same_tensors(const TensorMap& first, const TensorMap& second) {
  ASSERT_EQ(first.size(), second.size());
  for (const auto& [name, tensor] : first) EXPECT_TRUE(tensor.equal(second.at(name))) << name;
}

double number_of(const torch::Tensor& scalar) {
  return scalar.item<double>();
}

TEST(TrainerTerms, AResumedRunWithAllOfThemIsTheUninterruptedRun) {
  const TemporaryFolder folder;
  auto options = options_with_all_terms();
  options.teacher = make_tiny_network();
  options.distillation_weight = 0.5;
  const auto straight = make_tiny_deep_network(), resumed = make_tiny_deep_network();
  auto uninterrupted = make_deep_trainer(straight, options);
  for (int i = 0; i < 8; ++i) uninterrupted.step();

  auto before = make_deep_trainer(make_tiny_deep_network(), options);
  for (int i = 0; i < 3; ++i) before.step();
  before.save(folder.file("last.pt"));
  auto after = make_deep_trainer(resumed, options);
  after.step();  // whatever it did before is forgotten
  after.resume(folder.file("last.pt"));
  for (int i = 0; i < 5; ++i) after.step();

  expect_same_tensors(state_dict(*straight), state_dict(*resumed));
  uninterrupted.save(folder.file("a.pt"));
  after.save(folder.file("b.pt"));
  const auto first = read_checkpoint(folder.file("a.pt")), second = read_checkpoint(folder.file("b.pt"));
  EXPECT_FALSE(first.auxiliary.empty());
  expect_same_tensors(first.auxiliary, second.auxiliary);
  expect_same_tensors(first.average, second.average);
}

TEST(TrainerTerms, TheHeadLearnsAndStaysOutOfTheWeightsForUse) {
  const TemporaryFolder folder;
  auto trainer = make_deep_trainer(make_tiny_deep_network(), options_with_all_terms());
  trainer.save(folder.file("before.pt"));
  trainer.step();
  trainer.step();
  trainer.save(folder.file("after.pt"));
  trainer.save_weights(folder.file("best.pt"), nlohmann::json::object());
  const auto before = read_checkpoint(folder.file("before.pt")), after = read_checkpoint(folder.file("after.pt"));
  EXPECT_FALSE(before.auxiliary.at("classify.weight").equal(after.auxiliary.at("classify.weight")));
  const auto best = read_checkpoint(folder.file("best.pt"));
  EXPECT_TRUE(best.auxiliary.empty());
  EXPECT_EQ(best.network.size(), state_dict(*make_tiny_deep_network()).size());
}

TEST(TrainerTerms, TheTotalIsTheWeightedSum) {
  auto options = options_with_all_terms();
  options.teacher = make_tiny_network();
  options.distillation_weight = 0.25;
  const auto losses = make_deep_trainer(make_tiny_deep_network(), options).step();
  EXPECT_GT(number_of(losses.auxiliary), 0.0);
  EXPECT_GT(number_of(losses.distillation), 0.0);
  EXPECT_NEAR(number_of(losses.total),
              number_of(losses.pixel) + number_of(losses.region) + 0.4 * number_of(losses.auxiliary) +
                  0.25 * number_of(losses.distillation),
              1e-5);
}

TEST(TrainerTerms, ANetworkWithoutADeepestMapTrainsWithoutAHead) {
  auto options = options_with_all_terms();
  options.optimizer.encoder_factor = 1.0;
  const auto losses = make_deep_trainer(make_tiny_network(), options).step();
  EXPECT_EQ(number_of(losses.auxiliary), 0.0);
  EXPECT_EQ(number_of(losses.distillation), 0.0);
}

TEST(TrainerTerms, RefusesToResumeWithoutTheHead) {
  const TemporaryFolder folder;
  auto options = options_with_all_terms();
  options.optimizer.encoder_factor = 1.0;
  auto trainer = make_deep_trainer(make_tiny_deep_network(), options);
  trainer.step();
  trainer.save(folder.file("last.pt"));
  options.auxiliary_weight = 0.0;
  auto without = make_deep_trainer(make_tiny_deep_network(), options);
  try {
    without.resume(folder.file("last.pt"));
    ADD_FAILURE() << "resumed";
  } catch (const ModelError& problem) {
    EXPECT_THAT(problem.what(), HasSubstr("last.pt"));
    EXPECT_THAT(problem.what(), HasSubstr("options of the run"));
  }
}

TEST(TrainerTerms, TheTeacherIsNotTaught) {
  const auto teacher = make_tiny_network();
  TensorMap before;
  for (const auto& [name, tensor] : state_dict(*teacher)) before.emplace(name, tensor.detach().clone());
  auto options = options_with_all_terms();
  options.teacher = teacher;
  options.distillation_weight = 1.0;
  auto trainer = make_deep_trainer(make_tiny_deep_network(), options);
  for (int i = 0; i < 3; ++i) trainer.step();
  expect_same_tensors(before, state_dict(*teacher));
}

TEST(Optimizer, TheEncoderHasItsOwnRate) {
  const auto network = make_tiny_deep_network();
  const OptimizerOptions options{0.0, 0.1};
  const auto optimizer = make_optimizer(*network, nullptr, options);
  set_learning_rate(*optimizer, 1e-3, options);
  // The first step of Adam is as long as the learning rate, whatever the gradient.
  const auto encoder = state_dict(*network).at("encoder.weight"), last = state_dict(*network).at("last.weight");
  const auto encoder_before = encoder.detach().clone(), last_before = last.detach().clone();
  for (auto& parameter : network->parameters()) parameter.mutable_grad() = torch::ones_like(parameter);
  optimizer->step();
  EXPECT_NEAR((encoder_before - encoder).max().item<double>(), 1e-4, 1e-6);
  EXPECT_NEAR((last_before - last).max().item<double>(), 1e-3, 1e-5);
}

TEST(Optimizer, RefusesAFactorWithoutAnEncoder) {
  EXPECT_THROW(make_optimizer(*make_tiny_network(), nullptr, {0.0, 0.1}), ModelError);
  EXPECT_THROW(make_optimizer(*make_tiny_deep_network(), nullptr, {0.0, 0.0}), ModelError);
  EXPECT_NO_THROW(make_optimizer(*make_tiny_network(), nullptr, {0.0, 1.0}));
}

TEST(Optimizer, ClippingScalesAllGradientsTogether) {
  const auto network = make_tiny_deep_network();
  const auto optimizer = make_optimizer(*network, nullptr, {});
  const auto norm = [&] {
    double squares = 0.0;
    for (const auto& parameter : network->parameters()) squares += parameter.grad().square().sum().item<double>();
    return std::sqrt(squares);
  };
  double scale = 1.0;
  for (auto& parameter : network->parameters()) parameter.mutable_grad() = torch::full_like(parameter, scale++);
  const double before = norm();
  const auto first = network->parameters().front().grad().clone();
  clip_gradients(*optimizer, before * 2.0);
  EXPECT_NEAR(norm(), before, 1e-4);
  clip_gradients(*optimizer, before / 4.0);
  EXPECT_NEAR(norm(), before / 4.0, 1e-3);
  EXPECT_TRUE(network->parameters().front().grad().allclose(first / 4.0, 1e-4));
}

TEST(Distillation, IsZeroForTheTeachersOwnOpinion) {
  torch::manual_seed(2);
  const auto logits = torch::randn({2, 3, 4, 4});
  EXPECT_NEAR(number_of(distillation_loss(logits, logits + 5.0)), 0.0, 1e-6);
}

TEST(Distillation, MatchesTheFormulaByHandAndTeachesTheStudentOnly) {
  // Softened by 2, the teacher says 3/4 and the student 1/2.
  const auto teacher =
      torch::tensor({2.0 * std::log(3.0), 0.0}).to(torch::kFloat32).view({1, 2, 1, 1}).requires_grad_();
  const auto student = torch::zeros({1, 2, 1, 1}).requires_grad_();
  const auto loss = distillation_loss(student, teacher);
  EXPECT_NEAR(number_of(loss), 4.0 * (0.75 * std::log(1.5) + 0.25 * std::log(0.5)), 1e-5);
  loss.backward();
  EXPECT_LT(number_of(student.grad()[0][0][0][0]), 0.0);
  EXPECT_FALSE(teacher.grad().defined());
}

}  // namespace
}  // namespace sonolist::model
