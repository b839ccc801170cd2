#include "model/training/training_run.h"

#include <gmock/gmock.h>

#include <fstream>

#include "model/error.h"
#include "model/tests/temporary_folder.h"
#include "model/tests/tiny_network.h"

namespace sonolist::model {
namespace {

using namespace testing;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

TrainerOptions options_of_run() {
  TrainerOptions options;
  options.batch_size = 2;
  options.learning_rate.peak = 1e-2;
  options.learning_rate.iterations = 6;
  options.augmentation.crop_height = options.augmentation.crop_width = 0;
  return options;
}

Trainer make_trainer() {
  return {make_tiny_network(), tiny_description(), banded_samples(), {0, 1, 2, 3}, options_of_run()};
}

TrainingRunOptions run_options(const TemporaryFolder& folder) {
  TrainingRunOptions options;
  options.folder = folder.file("");
  options.iterations = 6;
  options.log_every = 2;
  options.validate_every = 3;
  options.save_every = 4;
  options.held_out = {4, 5};
  return options;
}

std::vector<std::string> first_column(const std::string& path) {
  std::vector<std::string> values;
  std::ifstream in(path);
  for (std::string line; std::getline(in, line);) values.push_back(line.substr(0, line.find(',')));
  return values;
}

TEST(TrainingRun, WritesLogsAndWeights) {
  const TemporaryFolder folder;
  auto trainer = make_trainer();
  std::vector<std::int64_t> reported, validated;
  TrainingObserver observer;
  observer.progress = [&](const TrainingProgress& progress) { reported.push_back(progress.iteration); };
  observer.validated = [&](std::int64_t iteration, const OverlapTable&, bool) { validated.push_back(iteration); };
  EXPECT_TRUE(run_training(trainer, run_options(folder), observer));
  EXPECT_THAT(reported, ElementsAre(2, 3, 4, 6));
  EXPECT_THAT(validated, ElementsAre(3, 6));
  EXPECT_THAT(first_column(folder.file("losses.csv")), ElementsAre("iteration", "2", "3", "4", "6"));
  EXPECT_THAT(first_column(folder.file("validation.csv")), ElementsAre("iteration", "3", "6"));
  EXPECT_EQ(read_checkpoint(folder.file("last.pt")).iteration, 6);
  EXPECT_EQ(read_checkpoint(folder.file("final.pt")).iteration, 6);
  EXPECT_TRUE(read_checkpoint(folder.file("best.pt")).description.metrics.at("classes").contains("nerve"));
}

std::string first_line(const std::string& path) {
  std::ifstream in(path);
  std::string line;
  std::getline(in, line);
  return line;
}

TEST(TrainingRun, TablesHaveTheColumnsThatPlotsReadAndTellWhenTheyGrow) {
  const TemporaryFolder folder;
  auto trainer = make_trainer();
  std::vector<std::size_t> lines;  // of both files when the observer was told
  double images_per_second = 0.0;
  TrainingObserver observer;
  observer.progress = [&](const TrainingProgress& progress) { images_per_second = progress.images_per_second; };
  observer.logged = [&] {
    lines.push_back(first_column(folder.file("losses.csv")).size() +
                    first_column(folder.file("validation.csv")).size());
  };
  run_training(trainer, run_options(folder), observer);
  EXPECT_EQ(first_line(folder.file("losses.csv")),
            "iteration,epoch,learning_rate,loss,cross_entropy,dice,auxiliary,distillation,seconds_per_iteration,"
            "images_per_second");
  EXPECT_EQ(first_line(folder.file("validation.csv")), "iteration,epoch,mean_dice,nerve,vessel");
  EXPECT_THAT(lines, ElementsAre(3, 4, 5, 6, 7, 8));
  EXPECT_GT(images_per_second, 0.0);
}

TEST(TrainingRun, ACompleteRunIsLeftAlone) {
  const TemporaryFolder folder;
  auto first = make_trainer();
  run_training(first, run_options(folder), {});
  const auto metrics = read_checkpoint(folder.file("final.pt")).description.metrics;
  ASSERT_FALSE(metrics.empty());
  auto second = make_trainer();
  second.resume(folder.file("last.pt"));
  EXPECT_TRUE(run_training(second, run_options(folder), {}));
  EXPECT_EQ(read_checkpoint(folder.file("final.pt")).description.metrics, metrics);
  EXPECT_THAT(first_column(folder.file("losses.csv")), ElementsAre("iteration", "2", "3", "4", "6"));
}

TEST(TrainingRun, StopsWithACheckpointAndContinuesItsLogs) {
  const TemporaryFolder folder;
  auto first = make_trainer();
  TrainingObserver observer;
  observer.stop = [&] { return first.iteration() == 5; };
  EXPECT_FALSE(run_training(first, run_options(folder), observer));
  EXPECT_EQ(read_checkpoint(folder.file("last.pt")).iteration, 5);
  EXPECT_FALSE(std::filesystem::exists(folder.file("final.pt")));

  auto second = make_trainer();
  second.resume(folder.file("last.pt"));
  EXPECT_TRUE(run_training(second, run_options(folder), {}));
  EXPECT_THAT(first_column(folder.file("losses.csv")), ElementsAre("iteration", "2", "3", "4", "6"));
}

TEST(TrainingRun, WithoutAHoldOutThereIsNoBest) {
  const TemporaryFolder folder;
  auto trainer = make_trainer();
  auto options = run_options(folder);
  options.held_out.clear();
  EXPECT_TRUE(run_training(trainer, options, {}));
  EXPECT_FALSE(std::filesystem::exists(folder.file("best.pt")));
  EXPECT_TRUE(std::filesystem::exists(folder.file("final.pt")));
}

TEST(TrainingRun, StopsWhenTheLossIsNoLongerFinite) {
  const TemporaryFolder folder;
  auto network = make_tiny_network();
  {
    const torch::NoGradGuard no_gradient;
    network->parameters().front().fill_(std::nan(""));
  }
  Trainer trainer(network, tiny_description(), banded_samples(), {0, 1, 2, 3}, options_of_run());
  try {
    run_training(trainer, run_options(folder), {});
    ADD_FAILURE() << "went on";
  } catch (const ModelError& problem) {
    EXPECT_THAT(problem.what(), HasSubstr("--lr"));
  }
  EXPECT_FALSE(std::filesystem::exists(folder.file("last.pt")));
}

TEST(TrainingRun, MetricsHaveEveryConvention) {
  OverlapTable table(2);
  table.add({0, 0}, {0, 0});
  const auto document = to_json(table, {"background", "nerve"});
  EXPECT_TRUE(document.at("mean_dice").is_null());
  const auto& nerve = document.at("classes").at("nerve");
  EXPECT_EQ(nerve.at("absent_left_out").at("dice").at("images"), 0);
  EXPECT_EQ(nerve.at("absent_zero").at("dice").at("mean"), 0.0);
  EXPECT_EQ(nerve.at("absent_one").at("iou").at("mean"), 1.0);
  EXPECT_TRUE(nerve.at("pooled").at("dice").is_null());
}

}  // namespace
}  // namespace sonolist::model
