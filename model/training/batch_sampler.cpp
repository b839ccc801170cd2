#include "model/training/batch_sampler.h"

#include <cmath>
#include <random>
#include <utility>

#include "model/error.h"
#include "model/training/random_stream.h"

namespace sonolist::model {
namespace {

constexpr std::uint64_t kOrderStream = 0;

}  // namespace

BatchSampler::BatchSampler(std::vector<std::int64_t> samples, std::int64_t batch_size, std::uint64_t seed)
    : samples_(std::move(samples)), batch_size_(batch_size), seed_(seed) {
  if (samples_.empty()) throw ModelError("no sample is left to train on; hold out less or give more data");
  if (batch_size_ < 1) throw ModelError("batch size " + std::to_string(batch_size_) + ": give 1 or more");
}

std::vector<std::int64_t> BatchSampler::batch(std::int64_t iteration) {
  const auto count = static_cast<std::int64_t>(samples_.size());
  std::vector<std::int64_t> batch;
  for (std::int64_t position = iteration * batch_size_; position < (iteration + 1) * batch_size_; ++position) {
    if (position / count != ordered_epoch_) order_epoch(position / count);
    batch.push_back(order_[static_cast<std::size_t>(position % count)]);
  }
  return batch;
}

double BatchSampler::epoch_of(std::int64_t iteration) const {
  return static_cast<double>(iteration * batch_size_) / static_cast<double>(samples_.size());
}

std::int64_t BatchSampler::iterations_of(double epochs) const {
  return static_cast<std::int64_t>(
      std::ceil(epochs * static_cast<double>(samples_.size()) / static_cast<double>(batch_size_)));
}

void BatchSampler::order_epoch(std::int64_t epoch) {
  order_ = samples_;
  std::mt19937_64 random(mixed_seed(seed_, kOrderStream, static_cast<std::uint64_t>(epoch)));
  for (std::size_t i = order_.size(); i > 1; --i) std::swap(order_[i - 1], order_[random() % i]);
  ordered_epoch_ = epoch;
}

}  // namespace sonolist::model
