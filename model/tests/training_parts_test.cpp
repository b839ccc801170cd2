#include <gmock/gmock.h>

#include <fstream>

#include "model/error.h"
#include "model/package/state_dict.h"
#include "model/tests/temporary_folder.h"
#include "model/tests/tiny_network.h"
#include "model/training/csv_log.h"
#include "model/training/initial_weights.h"
#include "model/training/learning_rate.h"
#include "model/training/normalise.h"
#include "model/training/validation.h"
#include "model/training/weight_average.h"

namespace sonolist::model {
namespace {

using namespace testing;
using ::testing::ElementsAre;

TEST(LearningRate, FollowsItsSchedule) {
  LearningRate rate{1.0, Schedule::kConstant, 0, 100};
  EXPECT_DOUBLE_EQ(rate.at(0), 1.0);
  EXPECT_DOUBLE_EQ(rate.at(99), 1.0);
  rate.schedule = Schedule::kCosine;
  EXPECT_DOUBLE_EQ(rate.at(0), 1.0);
  EXPECT_NEAR(rate.at(50), 0.5, 1e-12);
  EXPECT_NEAR(rate.at(100), 0.0, 1e-12);
  rate.schedule = Schedule::kPoly;
  EXPECT_NEAR(rate.at(50), std::pow(0.5, 0.9), 1e-12);
  EXPECT_NEAR(rate.at(200), 0.0, 1e-12);  // beyond the end it stays there
}

TEST(LearningRate, RisesBeforeTheSchedule) {
  const LearningRate rate{1.0, Schedule::kCosine, 4, 104};
  EXPECT_DOUBLE_EQ(rate.at(0), 0.25);
  EXPECT_DOUBLE_EQ(rate.at(3), 1.0);
  EXPECT_DOUBLE_EQ(rate.at(4), 1.0);
  EXPECT_NEAR(rate.at(54), 0.5, 1e-12);
}

TEST(LearningRate, RefusesAnUnknownSchedule) {
  EXPECT_THROW(parse_schedule("linear"), ModelError);
}

TEST(NormaliseGrey, GivesThreeChannelsLessMeanOverDeviation) {
  const auto normalised = normalise_grey(torch::full({1, 1, 2, 2}, 0.5), NetworkInput{});
  ASSERT_EQ(normalised.sizes(), (std::vector<std::int64_t>{1, 3, 2, 2}));
  EXPECT_NEAR(normalised[0][0][0][0].item<double>(), (0.5 - 0.485) / 0.229, 1e-6);
  EXPECT_NEAR(normalised[0][2][1][1].item<double>(), (0.5 - 0.406) / 0.225, 1e-6);
}

TEST(SampleTensors, KeepSizeOrShrinkByArea) {
  PackedDataset dataset;
  dataset.count = 1;
  dataset.height = 2;
  dataset.width = 4;
  dataset.pictures = {0, 10, 100, 100, 20, 30, 100, 104};
  dataset.labels = {0, 0, 3, 3, 0, 0, 3, 3};
  const auto same = to_tensors(dataset, 2, 4, torch::kCPU);
  EXPECT_EQ(same.pictures[0][1][1].item<int>(), 30);
  const auto half = to_tensors(dataset, 1, 2, torch::kCPU);
  EXPECT_EQ(half.pictures[0][0][0].item<int>(), 15);
  EXPECT_EQ(half.pictures[0][0][1].item<int>(), 101);
  EXPECT_EQ(half.labels[0][0][1].item<int>(), 3);
  const auto twice = to_tensors(dataset, 4, 8, torch::kCPU);
  EXPECT_EQ(twice.labels.sum().item<int>(), 4 * 12);
  EXPECT_THROW(to_tensors(PackedDataset{}, 1, 1, torch::kCPU), ModelError);
}

TEST(Validation, CountsEveryImageForItself) {
  // Logits that say class 1 wherever the picture is bright.
  struct Threshold : SegmentationNetwork {
    torch::Tensor forward(torch::Tensor x) override {
      const auto bright = x.slice(1, 0, 1);
      return torch::cat({-bright, bright, torch::full_like(bright, -100.0)}, 1);
    }
  } network;
  SampleTensors samples{torch::zeros({3, 2, 2}, torch::kUInt8), torch::zeros({3, 2, 2}, torch::kUInt8)};
  samples.pictures[1][0] = 255;
  samples.labels[1][0][0] = 1;
  samples.labels[2][1][1] = 2;
  const auto table = validate(network, samples, {1, 2}, 3, 8);
  ASSERT_EQ(table.images(), 2);
  EXPECT_EQ(table.at(0, 1).predicted, 2);
  EXPECT_EQ(table.at(0, 1).reference, 1);
  EXPECT_EQ(table.at(0, 1).overlap, 1);
  EXPECT_TRUE(table.at(1, 1).absent());
  EXPECT_EQ(table.at(1, 2).reference, 1);
  EXPECT_EQ(table.at(1, 2).predicted, 0);
}

TEST(WeightAverage, LagsBehindAndSwaps) {
  torch::nn::Linear network(1, 1);
  const torch::NoGradGuard no_gradient;
  network->weight.fill_(0.0);
  WeightAverage average(*network, 0.5);
  network->weight.fill_(1.0);
  average.update(*network, 100);
  EXPECT_FLOAT_EQ(average.tensors().at("weight").item<float>(), 0.5F);
  average.swap(*network);
  EXPECT_FLOAT_EQ(network->weight.item<float>(), 0.5F);
  average.swap(*network);
  EXPECT_FLOAT_EQ(network->weight.item<float>(), 1.0F);
  EXPECT_THROW(WeightAverage(*network, 1.0), ModelError);
  EXPECT_THROW(average.set({}, "file"), ModelError);
}

TEST(InitialWeights, FillWhatMatchesInNameAndShape) {
  const auto source = make_tiny_network(3);
  torch::manual_seed(5);
  const auto target = std::make_shared<TinyNetwork>(4);  // another number of classes
  auto tensors = state_dict(*source);
  tensors["elsewhere"] = torch::zeros({1});
  const auto report = fill_matching(*target, tensors);
  EXPECT_THAT(report.missing, ElementsAre("last.bias", "last.weight"));
  EXPECT_THAT(report.reshaped, ElementsAre("last.bias", "last.weight"));
  EXPECT_THAT(report.unused, ElementsAre("elsewhere"));
  EXPECT_EQ(report.filled.size(), 7U);
  EXPECT_TRUE(state_dict(*target).at("first.weight").equal(state_dict(*source).at("first.weight")));
}

TEST(InitialWeights, RefuseAFileThatIsNotThere) {
  const auto network = make_tiny_network();
  EXPECT_THROW(start_from(*network, "/nowhere/best.pt"), ModelError);
}

TEST(CsvLog, DropsLinesBeyondTheCheckpointOnResume) {
  const TemporaryFolder folder;
  const auto path = folder.file("log.csv");
  const auto lines = [&] {
    std::vector<std::string> all;
    std::ifstream in(path);
    for (std::string line; std::getline(in, line);) all.push_back(line);
    return all;
  };
  {
    CsvLog log(path, {"iteration", "loss"}, 0);
    log.write({"10", "1"});
    log.write({"20", "2"});
    EXPECT_THAT(lines(), ElementsAre("iteration,loss", "10,1", "20,2"));  // complete while it is open
  }
  { CsvLog(path, {"iteration", "loss"}, 10).write({"15", "3"}); }
  EXPECT_THAT(lines(), ElementsAre("iteration,loss", "10,1", "15,3"));
  { CsvLog(path, {"iteration", "loss"}, 0).write({"1", "4"}); }
  EXPECT_THAT(lines(), ElementsAre("iteration,loss", "1,4"));
}

}  // namespace
}  // namespace sonolist::model
