#include "processor/inference/batch_queue.h"

#include <algorithm>
#include <string>

#include "model/error.h"
#include "processor/error.h"

namespace sonolist::processor {
namespace {

bool is_out_of_memory(const model::ModelError& error) {
  return std::string(error.what()).find("out of memory") != std::string::npos;
}

}  // namespace

std::vector<model::Prediction> BatchQueue::predict(model::Predictor& predictor,
                                                   const std::vector<model::PictureView>& pictures, const Turn& turn,
                                                   NetworkTimes& times) {
  std::vector<Waiting> mine(pictures.size());
  for (std::size_t i = 0; i < pictures.size(); ++i) {
    mine[i].predictor = &predictor;
    mine[i].picture = pictures[i];
    mine[i].turn = turn;
  }
  std::unique_lock<std::mutex> lock(mutex_);
  enqueue(mine);
  const auto all_done = [&] { return std::all_of(mine.begin(), mine.end(), [](const Waiting& w) { return w.done; }); };
  while (!all_done()) {
    const auto may_run = [this] { return running_ < lanes_ && !queue_.empty(); };
    if (!may_run()) {
      changed_.wait(lock, [&] { return may_run() || all_done(); });
      continue;
    }
    // Whoever comes first runs the batch of all.
    ++running_;
    const Batch batch = take_batch();
    lock.unlock();
    run(batch);
    lock.lock();
    for (Waiting* one : batch) one->done = true;
    --running_;
    changed_.notify_all();
  }
  lock.unlock();

  std::vector<model::Prediction> predictions;
  for (Waiting& one : mine) {
    if (one.failure) std::rethrow_exception(one.failure);
    times.preprocess += one.prediction.times.preprocess;
    times.network += one.prediction.times.network;
    times.postprocess += one.prediction.times.postprocess;
    predictions.push_back(std::move(one.prediction));
  }
  return predictions;
}

void BatchQueue::enqueue(std::vector<Waiting>& pictures) {
  for (Waiting& one : pictures) {
    const auto behind = [&one](const Waiting* other) { return one.turn.urgent && !other->turn.urgent; };
    queue_.insert(std::find_if(queue_.begin(), queue_.end(), behind), &one);
  }
}

std::size_t BatchQueue::waiting() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return queue_.size();
}

int BatchQueue::largest_batch() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return largest_batch_;
}

BatchTotals BatchQueue::totals() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return totals_;
}

BatchQueue::Batch BatchQueue::take_batch() {
  Batch batch;
  const model::Predictor* const predictor = queue_.front()->predictor;
  for (auto one = queue_.begin(); one != queue_.end() && static_cast<int>(batch.size()) < largest_batch_;) {
    if ((*one)->predictor == predictor) {
      batch.push_back(*one);
      one = queue_.erase(one);
    } else {
      ++one;
    }
  }
  return batch;
}

void BatchQueue::run(const Batch& batch) {
  try {
    predict_batch(batch);
  } catch (const model::ModelError& error) {
    const bool is_memory = is_out_of_memory(error);
    if (batch.size() == 1) {
      batch.front()->failure = std::make_exception_ptr(
          ProcessorError(is_memory ? FailureClass::kTransient : FailureClass::kInternal, error.what()));
    } else if (is_memory) {
      shrink(batch.size() / 2);
      run_in_parts(batch, batch.size() / 2);
    } else {
      run_in_parts(batch, 1);  // one of them may be bad, the others are not
    }
  } catch (...) {
    for (Waiting* one : batch) one->failure = std::current_exception();
  }
}

void BatchQueue::run_in_parts(const Batch& batch, std::size_t size) {
  for (std::size_t first = 0; first < batch.size(); first += size) {
    const std::size_t end = std::min(first + size, batch.size());
    run(Batch(batch.begin() + static_cast<std::ptrdiff_t>(first), batch.begin() + static_cast<std::ptrdiff_t>(end)));
  }
}

void BatchQueue::shrink(std::size_t size) {
  const std::lock_guard<std::mutex> lock(mutex_);
  largest_batch_ = std::min(largest_batch_, static_cast<int>(size));
}

void BatchQueue::count(std::size_t pictures) {
  const std::lock_guard<std::mutex> lock(mutex_);
  ++totals_.batches;
  totals_.pictures += pictures;
  totals_.places += static_cast<std::uint64_t>(largest_batch_);
}

void BatchQueue::predict_batch(const Batch& batch) {
  std::vector<model::PictureView> views;
  views.reserve(batch.size());
  for (const Waiting* one : batch) views.push_back(one->picture);
  model::Predictor& predictor = *batch.front()->predictor;
  std::vector<model::Prediction> predictions = predictor.predict(views, batch.front()->turn.threads);
  count(batch.size());
  for (std::size_t i = 0; i < batch.size(); ++i) batch[i]->prediction = std::move(predictions.at(i));
}

}  // namespace sonolist::processor
