#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <thread>

#include "processor/error.h"
#include "processor/inference/batch_queue.h"
#include "processor/inference/inference_engine.h"
#include "processor/tests/fake_predictor.h"

namespace sonolist::processor {
namespace {

using testing::ElementsAre;

// Holds its first batch until told, and fails on any batch with a picture of `bad` rows.
class GatedPredictor : public FakePredictor {
 public:
  std::vector<model::Prediction> run(const std::vector<model::PictureView>& pictures, int threads) override {
    if (batch_sizes.empty()) {
      started.set_value();
      gate.get_future().wait();
    }
    first_rows.push_back(pictures.front().rows);
    for (const model::PictureView& picture : pictures) {
      if (picture.rows == bad) {
        batch_sizes.push_back(pictures.size());
        throw model::ModelError("a bad picture");
      }
    }
    return FakePredictor::run(pictures, threads);
  }
  std::promise<void> started, gate;
  int bad = -1;
  std::vector<int> first_rows;  // of each batch
};

class BatchQueueTest : public testing::Test {
 protected:
  model::PictureView picture(int rows) const {
    model::PictureView view;
    view.rows = rows;
    view.cols = 4;
    view.channels = 1;
    view.row_stride = 4;
    view.pixels = pixels_.data();
    return view;
  }
  std::future<std::vector<model::Prediction>> start(int rows, bool urgent = false) {
    return std::async(std::launch::async, [this, rows, urgent] {
      NetworkTimes times;
      return queue_.predict(predictor_, {picture(rows)}, {0, urgent}, times);
    });
  }
  // One call runs and is held; the others have come meanwhile.
  std::vector<std::future<std::vector<model::Prediction>>> start_behind_first(const std::vector<int>& rows) {
    std::vector<std::future<std::vector<model::Prediction>>> all;
    all.push_back(start(1));
    predictor_.started.get_future().wait();
    for (const int one : rows) all.push_back(start(one));
    while (queue_.waiting() < rows.size()) std::this_thread::yield();
    predictor_.gate.set_value();
    return all;
  }

  std::vector<std::uint8_t> pixels_ = std::vector<std::uint8_t>(64, 120);
  GatedPredictor predictor_;
  BatchQueue queue_{4};
};

TEST_F(BatchQueueTest, WhatCameMeanwhileGoesTogether) {
  auto all = start_behind_first({2, 3, 4});
  int rows = 1;
  for (auto& one : all) EXPECT_EQ(one.get().at(0).rows, rows++) << "everybody gets his own picture's answer";
  EXPECT_THAT(predictor_.batch_sizes, ElementsAre(1, 3));
}

TEST_F(BatchQueueTest, BatchesAreBounded) {
  for (auto& one : start_behind_first({2, 3, 4, 5, 6, 7})) one.get();
  EXPECT_THAT(predictor_.batch_sizes, ElementsAre(1, 4, 2));
}

TEST_F(BatchQueueTest, UrgentPicturesPassTheOthers) {
  std::vector<std::future<std::vector<model::Prediction>>> all;
  all.push_back(start(1));
  predictor_.started.get_future().wait();
  for (std::size_t i = 0; i < 4; ++i) {
    all.push_back(start(2));
    while (queue_.waiting() <= i) std::this_thread::yield();
  }
  all.push_back(start(4, true));
  while (queue_.waiting() < 5) std::this_thread::yield();
  predictor_.gate.set_value();
  for (auto& one : all) one.get();
  EXPECT_THAT(predictor_.batch_sizes, ElementsAre(1, 4, 1));
  EXPECT_THAT(predictor_.first_rows, ElementsAre(1, 4, 2)) << "the urgent one is the first of the next batch";
}

TEST_F(BatchQueueTest, CountsCallsPicturesAndPlaces) {
  for (auto& one : start_behind_first({2, 3, 4})) one.get();
  const BatchTotals totals = queue_.totals();
  EXPECT_EQ(totals.batches, 2U);
  EXPECT_EQ(totals.pictures, 4U);
  EXPECT_EQ(totals.places, 8U);
}

TEST_F(BatchQueueTest, OneBadPictureFailsNoOther) {
  predictor_.bad = 3;
  auto all = start_behind_first({2, 3, 4});
  EXPECT_NO_THROW(all[0].get());
  EXPECT_NO_THROW(all[1].get());
  EXPECT_THROW(all[2].get(), ProcessorError);
  EXPECT_NO_THROW(all[3].get());
}

// Its first two calls wait for each other: one after another they would never end.
class MeetingPredictor : public FakePredictor {
 public:
  std::vector<model::Prediction> run(const std::vector<model::PictureView>& pictures, int threads) override {
    std::unique_lock<std::mutex> lock(mutex_);
    ++there_;
    met_.notify_all();
    met_.wait(lock, [this] { return there_ >= 2; });
    return FakePredictor::run(pictures, threads);
  }

 private:
  std::mutex mutex_;
  std::condition_variable met_;
  int there_ = 0;
};

TEST(BatchQueueLanes, RunSideBySide) {
  MeetingPredictor predictor;
  BatchQueue queue(1, 2);
  const std::vector<std::uint8_t> pixels(8, 120);
  const auto predict = [&](int rows) {
    NetworkTimes times;
    return queue.predict(predictor, {{pixels.data(), rows, 4, 1, 4}}, {1}, times).at(0).rows;
  };
  auto other = std::async(std::launch::async, predict, 2);
  EXPECT_EQ(predict(1), 1);
  EXPECT_EQ(other.get(), 2);
}

TEST(ShareOfThreads, IsThatOfTheStepsInWorkUpToTheLanes) {
  EXPECT_EQ(share_of_threads(16, 1, 5), 0) << "one lane has all";
  EXPECT_EQ(share_of_threads(16, 4, 1), 0);
  EXPECT_EQ(share_of_threads(16, 4, 2), 8);
  EXPECT_EQ(share_of_threads(16, 4, 9), 4);
  EXPECT_EQ(share_of_threads(2, 3, 3), 1) << "never none";
}

}  // namespace
}  // namespace sonolist::processor
