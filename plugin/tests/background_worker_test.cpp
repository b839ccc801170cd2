#include "plugin/intake/background_worker.h"

#include <gtest/gtest.h>

#include <future>
#include <stdexcept>

#include "plugin/tests/fake_pacs.h"

namespace sonolist::plugin {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;

TEST(BackgroundWorker, WakesADutyThatHeedsHintsAndNoOther) {
  QuietLog log;
  std::atomic<int> heeding{0}, resting{0};
  BackgroundWorker worker({{"a",
                            [&] {
                              ++heeding;
                              return milliseconds(hours(1));
                            },
                            true},
                           {"b",
                            [&] {
                              ++resting;
                              return milliseconds(hours(1));
                            }}},
                          log);
  worker.start();
  while (heeding < 1 || resting < 1) std::this_thread::yield();
  worker.hint();
  while (heeding < 2) std::this_thread::yield();
  worker.stop();
  EXPECT_EQ(resting, 1);
}

TEST(BackgroundWorker, TakesABurstTogetherAndToItsEnd) {
  QuietLog log;
  std::atomic<int> hints{0}, seen{0}, runs{0};
  BackgroundWorker worker({{"a",
                            [&] {
                              seen = hints.load();
                              ++runs;
                              return milliseconds(hours(1));
                            },
                            true}},
                          log);
  worker.start();
  while (runs < 1) std::this_thread::yield();
  for (int i = 0; i < 1000; ++i) {
    ++hints;
    worker.hint();
  }
  while (seen < 1000) std::this_thread::yield();
  worker.stop();
  EXPECT_LT(runs, 100) << "not one by one";
}

TEST(BackgroundWorker, ComesBackAtOnceWhileMoreIsWaiting) {
  QuietLog log;
  std::atomic<int> pieces{0};
  BackgroundWorker worker(
      {{"a", [&] { return milliseconds(++pieces < 5 ? milliseconds(0) : milliseconds(hours(1))); }}}, log);
  worker.start();
  while (pieces < 5) std::this_thread::yield();
  worker.stop();
  worker.stop();
  EXPECT_EQ(pieces, 5);
}

TEST(BackgroundWorker, OutlivesAFailureAndReportsIt) {
  QuietLog log;
  std::promise<void> tried_again;
  int tries = 0;
  BackgroundWorker worker({{"the duty fails",
                            [&]() -> milliseconds {
                              if (++tries == 1) throw std::runtime_error("for a test");
                              if (tries == 2) tried_again.set_value();
                              return hours(1);
                            }}},
                          log);
  worker.start();
  tried_again.get_future().wait();
  worker.stop();
  EXPECT_EQ(log.errors, 1);
}

}  // namespace
}  // namespace sonolist::plugin
