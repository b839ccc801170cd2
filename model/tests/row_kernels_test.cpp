#include "model/kernels/row_kernels.h"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "model/kernels/interpolation.h"

namespace sonolist::model {

extern const RowKernels row_kernels_portable;

namespace {

constexpr std::int64_t kCount = 77;  // no whole number of vectors

std::vector<float> numbers(unsigned seed) {
  torch::manual_seed(seed);
  const auto drawn = torch::randn({kCount}) * 4;
  return {drawn.data_ptr<float>(), drawn.data_ptr<float>() + kCount};
}

// Of the widest vectors here, and of none.
class RowKernelsTest : public ::testing::TestWithParam<const RowKernels*> {
 protected:
  const RowKernels& kernels_ = *GetParam();
};

INSTANTIATE_TEST_SUITE_P(Kinds, RowKernelsTest, ::testing::Values(&row_kernels(), &row_kernels_portable));

TEST_P(RowKernelsTest, StoringRoundsHalfToEvenAndSaturates) {
  const std::vector<float> values = {0.5F, 1.5F, 2.5F, -0.5F, -1.5F, 300.0F, -300.0F, 126.6F};
  const auto count = static_cast<std::int64_t>(values.size());
  std::vector<std::uint8_t> bytes(values.size());
  kernels_.store(values.data(), bytes.data(), {Element::kUint8, 1.0F}, count);
  EXPECT_EQ(bytes, (std::vector<std::uint8_t>{0, 2, 2, 0, 0, 255, 0, 127}));
  std::vector<std::int8_t> signed_bytes(values.size());
  kernels_.store(values.data(), signed_bytes.data(), {Element::kInt8, 1.0F}, count);
  EXPECT_EQ(signed_bytes, (std::vector<std::int8_t>{0, 2, 2, 0, -2, 127, -127, 127}));
  std::vector<float> back(values.size());
  kernels_.load(signed_bytes.data(), {Element::kInt8, 0.5F}, back.data(), count);
  EXPECT_EQ(back[4], -1.0F);
}

TEST_P(RowKernelsTest, SummariesAreThoseOfTheRow) {
  const auto x = numbers(1);
  const auto summary = kernels_.summarise(x.data(), kCount);
  EXPECT_EQ(summary.maximum, *std::max_element(x.begin(), x.end()));
  EXPECT_NEAR(summary.sum, std::accumulate(x.begin(), x.end(), 0.0), 1e-3);
}

TEST_P(RowKernelsTest, SigmoidIsExactWithinRounding) {
  auto x = numbers(2);
  x[0] = 200.0F;
  x[1] = -200.0F;
  const auto before = x;
  kernels_.sigmoid(x.data(), 0.5F, kCount);
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double expected = 0.5 / (1.0 + std::exp(-static_cast<double>(before[i])));
    EXPECT_NEAR(x[i], expected, 1e-6 * expected + 1e-30) << before[i];
  }
}

TEST_P(RowKernelsTest, SoftmaxEqualsLibTorchsAndTakesTheFirstAmongEquals) {
  auto a = numbers(3), b = numbers(4), c = numbers(5);
  a[0] = b[0] = c[0] = 1.0F;
  const auto as_tensor = [](const std::vector<float>& row) { return torch::tensor(row); };
  const auto expected = torch::softmax(torch::stack({as_tensor(a), as_tensor(b), as_tensor(c)}), 0);
  const auto best = expected.argmax(0);
  float* const planes[] = {a.data(), b.data(), c.data()};
  std::vector<std::uint8_t> labels(kCount);
  std::vector<float> maximum(kCount), sum(kCount);
  kernels_.softmax(planes, 3, labels.data(), maximum.data(), sum.data(), kCount);
  EXPECT_LT((torch::stack({as_tensor(a), as_tensor(b), as_tensor(c)}) - expected).abs().max().item<float>(), 1e-6);
  EXPECT_EQ(labels[0], 0);
  for (std::size_t i = 1; i < labels.size(); ++i) EXPECT_EQ(labels[i], best[static_cast<std::int64_t>(i)].item<int>());
}

TEST_P(RowKernelsTest, ResizingARowEqualsLibTorchs) {
  for (const std::int64_t channels : {1, 3}) {
    torch::manual_seed(6);
    const auto map = torch::randn({2, 19, channels});  // two rows
    const auto rows = interpolation(2, 5), cols = interpolation(19, 31);
    namespace F = torch::nn::functional;
    const auto expected =
        F::interpolate(map.permute({2, 0, 1}).unsqueeze(0), F::InterpolateFuncOptions()
                                                                .size(std::vector<std::int64_t>{5, 31})
                                                                .mode(torch::kBilinear)
                                                                .align_corners(false))
            .squeeze(0)
            .permute({1, 2, 0});
    const auto* numbers_of_map = map.data_ptr<float>();
    std::vector<float> mixed(static_cast<std::size_t>(19 * channels)), row(static_cast<std::size_t>(31 * channels));
    for (std::size_t i = 0; i < 5; ++i) {
      kernels_.resize(numbers_of_map + rows.before[i] * 19 * channels, numbers_of_map + rows.after[i] * 19 * channels,
                      rows.weight[i], 19, channels, cols.columns(), mixed.data(), row.data());
      const auto given = torch::from_blob(row.data(), {31, channels});
      EXPECT_LT((given - expected[static_cast<std::int64_t>(i)]).abs().max().item<float>(), 1e-5) << i << channels;
    }
  }
}

}  // namespace
}  // namespace sonolist::model
