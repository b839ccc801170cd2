#include "model/evaluation/logit_samples.h"

#include <gtest/gtest.h>

#include "model/prediction/preprocessing.h"
#include "model/tests/example_manifest.h"

namespace sonolist::model {
namespace {

// What calibration fits is what prediction does: temperature after the resizing, or before it.
TEST(LogitSamples, WithTemperaturesAreTheProbabilitiesOfAPrediction) {
  torch::manual_seed(4);
  for (const char* resize : {"stretch", "letterbox"}) {
    auto manifest = testing::example_manifest();  // temperatures 1, 1.5 and 2
    manifest.input.resize = resize;
    const auto logits = torch::randn({3, manifest.input.height, manifest.input.width}) * 4;
    constexpr int kRows = 30, kCols = 70;
    const auto expected = picture_probabilities(logits, kRows, kCols, manifest);
    // The label of a pixel tells its column, so that the drawn pixels can be found again.
    std::vector<std::uint8_t> columns(kRows * kCols);
    for (std::size_t i = 0; i < columns.size(); ++i) columns[i] = static_cast<std::uint8_t>(i % kCols);
    LogitSamples samples;
    std::mt19937_64 random(8);
    add_samples(samples, logits, columns, kRows, kCols, manifest.input, 50, random);
    ASSERT_EQ(samples.channels, 3);
    ASSERT_EQ(samples.labels.size(), 50u);
    for (std::size_t i = 0; i < samples.labels.size(); ++i) {
      const auto drawn = torch::tensor({samples.logits[3 * i], samples.logits[3 * i + 1], samples.logits[3 * i + 2]});
      const auto probability = torch::softmax(drawn / torch::tensor(manifest.temperatures, torch::kFloat32), 0);
      const auto column = expected.select(2, samples.labels[i]);  // [3,rows]
      const auto nearest = (column - probability.unsqueeze(1)).abs().amax(0).min();
      EXPECT_LT(nearest.item<double>(), 1e-5) << resize;
    }
  }
}

}  // namespace
}  // namespace sonolist::model
