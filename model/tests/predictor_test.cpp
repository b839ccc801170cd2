#include "model/prediction/predictor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <torch/torch.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "model/error.h"
#include "model/package/package.h"
#include "model/prediction/device_choice.h"
#include "model/prediction/preprocessing.h"
#include "model/tests/example_manifest.h"
#include "model/tests/temporary_folder.h"

namespace sonolist::model {
namespace {

using testing::example_manifest;
using testing::TemporaryFolder;

std::vector<std::uint8_t> noise(std::size_t size, unsigned seed) {
  std::mt19937 random(seed);
  std::vector<std::uint8_t> pixels(size);
  for (auto& pixel : pixels) pixel = static_cast<std::uint8_t>(random() % 256);
  return pixels;
}

class PredictorTest : public ::testing::Test {
 protected:
  void SetUp() override {
    torch::manual_seed(31);
    const auto network = make_network(example_manifest().architecture, example_manifest().channels());
    {
      // Random weights are too shy to make more than one class.
      torch::NoGradGuard no_grad;
      network->named_parameters()["decoder.classify.weight"].mul_(50);
    }
    write_package(package_, example_manifest(), *network);
  }

  TemporaryFolder folder_;
  std::string package_ = folder_.file("package");
};

TEST_F(PredictorTest, PredictsEveryPictureOfABatchInItsOwnSize) {
  const auto predictor = Predictor::create(package_, "cpu", 2);
  EXPECT_EQ(predictor->device(), "cpu");
  EXPECT_EQ(predictor->manifest().name, "test-nerve");

  const auto first = noise(80 * 120 * 3, 1), second = noise(33 * 41, 2);
  const auto predictions = predictor->predict({{first.data(), 80, 120, 3, 360}, {second.data(), 33, 41, 1, 41}});
  ASSERT_EQ(predictions.size(), 2u);
  EXPECT_EQ(predictions[0].rows, 80);
  EXPECT_EQ(predictions[1].cols, 41);
  EXPECT_GT(predictions.front().times.network, 0.0);
  for (const auto& prediction : predictions) {
    const auto pixels = static_cast<std::size_t>(prediction.rows) * prediction.cols;
    ASSERT_EQ(prediction.labels.size(), pixels);
    ASSERT_EQ(prediction.probabilities.size(), 3u);
    for (std::size_t i = 0; i < pixels; ++i) {
      const float p[] = {prediction.probabilities[0][i], prediction.probabilities[1][i],
                         prediction.probabilities[2][i]};
      ASSERT_NEAR(p[0] + p[1] + p[2], 1.0, 1e-5);
      ASSERT_EQ(prediction.labels[i], std::max_element(p, p + 3) - p);
    }
  }
}

// The same steps on the unfolded network, one picture at a time.
TEST_F(PredictorTest, EqualsThePackagesNetwork) {
  torch::NoGradGuard no_grad;
  const auto pixels = noise(90 * 70, 3);
  const PictureView picture{pixels.data(), 90, 70, 1, 70};
  const auto package = load_package(package_);
  const auto x = network_input(picture, package.manifest.input, torch::kCPU);
  const auto expected =
      picture_probabilities(package.network->forward(x.unsqueeze(0)).squeeze(0), 90, 70, package.manifest);
  const auto prediction = Predictor::create(package_, "cpu")->predict({picture, picture}).at(1);
  for (int channel = 0; channel < 3; ++channel) {
    const auto given = torch::from_blob(const_cast<float*>(prediction.probabilities[channel].data()), {90, 70});
    EXPECT_LT((given - expected[channel]).abs().max().item<double>(), 1e-3) << channel;
  }
}

TEST_F(PredictorTest, AnEmptyBatchHasNoPredictions) {
  EXPECT_TRUE(Predictor::create(package_, "cpu")->predict({}).empty());
}

TEST_F(PredictorTest, NeverRunsOnOneThread) {
  Predictor::create(package_, "cpu", 1);
  EXPECT_EQ(torch::get_num_threads(), 2);
}

TEST_F(PredictorTest, RefusesAnUnknownDeviceAndPackage) {
  EXPECT_THROW(Predictor::create(package_, "gpu"), ModelError);
  EXPECT_THROW(Predictor::create(folder_.file("absent"), "cpu"), ModelError);
}

TEST(ChooseDevice, RefusesWhatIsNotADevice) {
  for (const char* name : {"", "gpu", "cuda:", "cuda:x", "cuda:-1", "cuda:1x", "cuda:99"}) {
    EXPECT_THROW(choose_device(name), ModelError) << name;
  }
  EXPECT_TRUE(choose_device("cpu").is_cpu());
  EXPECT_EQ(choose_device("auto").is_cuda(), torch::cuda::is_available());
}

}  // namespace
}  // namespace sonolist::model
