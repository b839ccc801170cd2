// Which samples make up which batch.
#pragma once

#include <cstdint>
#include <vector>

namespace sonolist::model {

// Every epoch visits each sample once in an order drawn from (seed, epoch). Batches are always full: they run on into
// the next epoch, so that batch normalisation never sees a remainder of one. Not thread safe.
class BatchSampler {
 public:
  // Throws ModelError for no samples or a batch size under 1.
  BatchSampler(std::vector<std::int64_t> samples, std::int64_t batch_size, std::uint64_t seed);

  std::vector<std::int64_t> batch(std::int64_t iteration);
  std::int64_t batch_size() const { return batch_size_; }
  double epoch_of(std::int64_t iteration) const;    // epochs completed before this iteration
  std::int64_t iterations_of(double epochs) const;  // the whole iterations that cover so many epochs

 private:
  void order_epoch(std::int64_t epoch);

  std::vector<std::int64_t> samples_, order_;
  std::int64_t batch_size_, ordered_epoch_ = -1;
  std::uint64_t seed_;
};

}  // namespace sonolist::model
