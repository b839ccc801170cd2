#include "model/training/batch_sampler.h"

#include <gmock/gmock.h>

#include "model/error.h"

namespace sonolist::model {
namespace {

using ::testing::UnorderedElementsAre;

TEST(BatchSampler, EveryEpochVisitsEachSampleOnce) {
  BatchSampler sampler({3, 5, 8, 9}, 2, 1);
  for (std::int64_t epoch = 0; epoch < 5; ++epoch) {
    auto visited = sampler.batch(2 * epoch);
    const auto second = sampler.batch(2 * epoch + 1);
    visited.insert(visited.end(), second.begin(), second.end());
    EXPECT_THAT(visited, UnorderedElementsAre(3, 5, 8, 9));
  }
}

TEST(BatchSampler, BatchesAreFullAcrossEpochs) {
  BatchSampler sampler({0, 1, 2}, 8, 1);
  EXPECT_EQ(sampler.batch(0).size(), 8U);
  EXPECT_EQ(sampler.iterations_of(8.0), 3);
  EXPECT_DOUBLE_EQ(sampler.epoch_of(3), 8.0);
}

TEST(BatchSampler, AnyIterationCanBeAskedForFirst) {
  BatchSampler from_start({0, 1, 2, 3, 4}, 3, 4), resumed({0, 1, 2, 3, 4}, 3, 4);
  for (std::int64_t iteration = 0; iteration < 7; ++iteration) from_start.batch(iteration);
  EXPECT_EQ(from_start.batch(7), resumed.batch(7));
}

TEST(BatchSampler, EpochsAndSeedsDiffer) {
  std::vector<std::int64_t> samples(50);
  for (std::size_t i = 0; i < samples.size(); ++i) samples[i] = static_cast<std::int64_t>(i);
  BatchSampler sampler(samples, 50, 1), other(samples, 50, 2);
  EXPECT_NE(sampler.batch(0), sampler.batch(1));
  EXPECT_NE(sampler.batch(0), other.batch(0));
}

TEST(BatchSampler, RefusesNothingToTrainOn) {
  EXPECT_THROW(BatchSampler({}, 8, 1), ModelError);
  EXPECT_THROW(BatchSampler({0}, 0, 1), ModelError);
}

}  // namespace
}  // namespace sonolist::model
