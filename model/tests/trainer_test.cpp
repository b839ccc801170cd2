#include "model/training/trainer.h"

#include <gmock/gmock.h>

#include "model/error.h"
#include "model/package/state_dict.h"
#include "model/tests/temporary_folder.h"
#include "model/tests/tiny_network.h"

namespace sonolist::model {
namespace {

using namespace testing;
using ::testing::HasSubstr;

TrainerOptions small_options() {
  TrainerOptions options;
  options.batch_size = 2;
  options.learning_rate.peak = 1e-2;
  options.learning_rate.schedule = Schedule::kCosine;
  options.learning_rate.iterations = 8;
  options.augmentation.crop_height = 12;
  options.augmentation.crop_width = 12;
  options.augmentation.gain = 0.2;
  options.average_decay = 0.9;
  return options;
}

Trainer make_trainer(const std::shared_ptr<SegmentationNetwork>& network,
                     const TrainerOptions& options = small_options()) {
  return {network, tiny_description(), banded_samples(), {0, 1, 2, 3, 4}, options};
}

void take_steps(Trainer& trainer, int steps) {
  for (int i = 0; i < steps; ++i) trainer.step();
}

void expect_equal(const TensorMap& first, const TensorMap& second) {
  ASSERT_EQ(first.size(), second.size());
  for (const auto& [name, tensor] : first) EXPECT_TRUE(tensor.equal(second.at(name))) << name;
}

TEST(Trainer, AResumedRunIsTheUninterruptedRun) {
  const TemporaryFolder folder;
  const auto straight = make_tiny_network(), stopped = make_tiny_network();
  auto uninterrupted = make_trainer(straight);
  take_steps(uninterrupted, 8);

  auto before = make_trainer(stopped);
  take_steps(before, 3);
  before.save(folder.file("last.pt"));
  torch::manual_seed(99);
  const auto resumed = std::make_shared<TinyNetwork>(3);
  torch::rand({5});  // a random state that has nothing to do with the first run
  auto after = make_trainer(resumed);
  after.resume(folder.file("last.pt"));
  EXPECT_EQ(after.iteration(), 3);
  take_steps(after, 5);

  expect_equal(state_dict(*straight), state_dict(*resumed));
  uninterrupted.save(folder.file("a.pt"));
  after.save(folder.file("b.pt"));
  expect_equal(read_checkpoint(folder.file("a.pt")).average, read_checkpoint(folder.file("b.pt")).average);
}

TEST(Trainer, ResumingTakesMoreThanTheWeights) {
  const TemporaryFolder folder;
  const auto straight = make_tiny_network();
  auto uninterrupted = make_trainer(straight);
  take_steps(uninterrupted, 3);
  uninterrupted.save(folder.file("last.pt"));
  take_steps(uninterrupted, 2);

  // The same weights with a fresh optimiser go another way: the test above would notice a lost optimiser.
  const auto weights_only = make_tiny_network();
  load_state_dict(*weights_only, read_checkpoint(folder.file("last.pt")).network, "last.pt");
  auto fresh = make_trainer(weights_only);
  take_steps(fresh, 2);
  EXPECT_FALSE(state_dict(*straight).at("first.weight").equal(state_dict(*weights_only).at("first.weight")));
}

TEST(Trainer, LearnsWhatCanBeLearnt) {
  auto options = small_options();
  options.learning_rate.schedule = Schedule::kConstant;
  options.learning_rate.peak = 3e-2;
  options.augmentation.gain = 0.0;
  options.average_decay.reset();
  auto trainer = make_trainer(make_tiny_network(), options);
  const double before = trainer.validate({5}).mean_dice();
  take_steps(trainer, 60);
  EXPECT_GT(trainer.validate({5}).mean_dice(), std::max(0.8, before));
}

TEST(Trainer, ValidationUsesTheAverageAndRestoresTheWeights) {
  const auto network = make_tiny_network();
  auto trainer = make_trainer(network);
  take_steps(trainer, 4);
  TensorMap before;
  for (const auto& [name, tensor] : state_dict(*network)) before.emplace(name, tensor.detach().clone());
  EXPECT_EQ(trainer.validate({0, 5}).images(), 2);
  expect_equal(before, state_dict(*network));
}

TEST(Trainer, FrozenBatchNormKeepsItsStatistics) {
  for (const bool frozen : {false, true}) {
    auto options = small_options();
    options.freeze_batch_norm = frozen;
    const auto network = make_tiny_network();
    auto trainer = make_trainer(network, options);
    take_steps(trainer, 2);
    EXPECT_EQ(state_dict(*network).at("norm.running_mean").equal(torch::zeros({8})), frozen);
  }
}

TEST(Trainer, SavedWeightsAreForUseOnly) {
  const TemporaryFolder folder;
  auto trainer = make_trainer(make_tiny_network());
  take_steps(trainer, 2);
  trainer.save(folder.file("last.pt"));
  trainer.save_weights(folder.file("best.pt"), {{"mean_dice", 0.5}});
  const auto last = read_checkpoint(folder.file("last.pt")), best = read_checkpoint(folder.file("best.pt"));
  expect_equal(weights_for_use(best), last.average);
  EXPECT_EQ(best.description.metrics.at("mean_dice"), 0.5);
  EXPECT_EQ(best.description.classes, tiny_description().classes);
  EXPECT_THROW(trainer.resume(folder.file("best.pt")), ModelError);
}

TEST(Trainer, RefusesToResumeAnotherRun) {
  const TemporaryFolder folder;
  auto trainer = make_trainer(make_tiny_network());
  trainer.step();
  trainer.save(folder.file("last.pt"));

  auto options = small_options();
  options.average_decay.reset();
  auto without_average = make_trainer(make_tiny_network(), options);
  EXPECT_THROW(without_average.resume(folder.file("last.pt")), ModelError);

  auto description = tiny_description();
  description.classes[2] = "muscle";
  Trainer other_classes(make_tiny_network(), description, banded_samples(), {0, 1}, small_options());
  EXPECT_THROW(other_classes.resume(folder.file("last.pt")), ModelError);
  EXPECT_THROW(trainer.resume(folder.file("missing.pt")), ModelError);
}

TEST(Trainer, RefusesOptionsThatDoNotFit) {
  auto options = small_options();
  options.augmentation.crop_height = 17;
  EXPECT_THROW(make_trainer(make_tiny_network(), options), ModelError);
  options = small_options();
  options.class_weights = {1.0, 2.0};
  EXPECT_THROW(make_trainer(make_tiny_network(), options), ModelError);
}

TEST(Checkpoint, RefusesADamagedFileNamingIt) {
  const TemporaryFolder folder;
  auto trainer = make_trainer(make_tiny_network());
  trainer.save(folder.file("last.pt"));
  const auto size = std::filesystem::file_size(folder.file("last.pt"));
  for (const auto length : {std::uintmax_t{0}, std::uintmax_t{100}, size / 2, size - 1}) {
    std::filesystem::copy_file(folder.file("last.pt"), folder.file("cut.pt"),
                               std::filesystem::copy_options::overwrite_existing);
    std::filesystem::resize_file(folder.file("cut.pt"), length);
    try {
      read_checkpoint(folder.file("cut.pt"));
      ADD_FAILURE() << "accepted, cut to " << length;
    } catch (const ModelError& problem) {
      EXPECT_THAT(problem.what(), HasSubstr("cut.pt"));
    }
  }
}

TEST(Checkpoint, AFailedWriteLeavesThePreviousOne) {
  const TemporaryFolder folder;
  auto trainer = make_trainer(make_tiny_network());
  trainer.save(folder.file("last.pt"));
  std::filesystem::create_directory(folder.file("last.pt.part"));  // the temporary name cannot be written
  trainer.step();
  EXPECT_THROW(trainer.save(folder.file("last.pt")), ModelError);
  EXPECT_EQ(read_checkpoint(folder.file("last.pt")).iteration, 0);
}

}  // namespace
}  // namespace sonolist::model
