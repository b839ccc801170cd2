// Pictures of several callers go through a network together.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <exception>
#include <mutex>
#include <vector>

#include "model/prediction/predictor.h"

namespace sonolist::processor {

// Since the start, of all networks. Places: the pictures, had every call been a largest batch.
struct BatchTotals {
  std::uint64_t batches = 0, pictures = 0, places = 0;
};

using NetworkTimes = model::PredictionTimes;

// How a call's pictures are to be run.
struct Turn {
  int threads = 0;      // see model::Predictor::predict()
  bool urgent = false;  // before the pictures of calls that are not
};

// Thread safe: at most `lanes` batches run at a time, each in the thread of one of their callers. Nobody waits for a
// fuller batch: what has come while all lanes were taken makes the next, all of one predictor; urgent pictures first,
// then the oldest.
class BatchQueue {
 public:
  explicit BatchQueue(int largest_batch, int lanes = 1) : largest_batch_(largest_batch), lanes_(lanes) {}

  // Returns when all of `pictures` are through; a batch runs on as many threads as its first picture is given. `times`
  // gains their share of their batches'. Throws ProcessorError: kTransient when even one picture needs more memory than
  // there is, kInternal when the network fails on one of them; one caller's failing picture fails no other's.
  std::vector<model::Prediction> predict(model::Predictor& predictor, const std::vector<model::PictureView>& pictures,
                                         const Turn& turn, NetworkTimes& times);

  // Pictures that have come and are in no batch yet.
  std::size_t waiting() const;

  // Falls when the device runs out of memory.
  int largest_batch() const;

  BatchTotals totals() const;

 private:
  struct Waiting {
    model::Predictor* predictor = nullptr;
    model::PictureView picture;
    Turn turn;
    model::Prediction prediction;
    std::exception_ptr failure;
    bool done = false;
  };
  using Batch = std::vector<Waiting*>;

  void enqueue(std::vector<Waiting>& pictures);  // with mutex_ held
  Batch take_batch();                            // with mutex_ held; the queue is not empty
  void run(const Batch& batch);
  void run_in_parts(const Batch& batch, std::size_t size);
  void shrink(std::size_t size);
  void predict_batch(const Batch& batch);
  void count(std::size_t pictures);

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Waiting*> queue_;  // guarded by mutex_, as are all `done`
  int largest_batch_;           // guarded by mutex_
  BatchTotals totals_;          // guarded by mutex_
  const int lanes_;
  int running_ = 0;  // batches; guarded by mutex_
};

}  // namespace sonolist::processor
