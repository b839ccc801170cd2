#include <gtest/gtest.h>
#include <pthread.h>

#include <csignal>
#include <future>
#include <thread>

#include "processor/worker/stop_signals.h"

namespace sonolist::processor {
namespace {

using namespace std::chrono_literals;

class StopSignal : public testing::TestWithParam<int> {};

TEST_P(StopSignal, RequestsTheStopWhateverThreadItMeets) {
  // A thread that is older than the StopSignals, like those of a numerical library.
  std::promise<void> end;
  std::thread older([ended = end.get_future()] { ended.wait(); });
  StopRequest stop(1h);
  {
    const StopSignals signals(stop);
    pthread_kill(older.native_handle(), GetParam());
    stop.wait_for_request(1h);
  }
  EXPECT_TRUE(stop.requested());
  end.set_value();
  older.join();
}

INSTANTIATE_TEST_SUITE_P(Both, StopSignal, testing::Values(SIGTERM, SIGINT));

TEST(StopSignals, WithoutASignalNothingIsRequested) {
  StopRequest stop(1h);
  { const StopSignals signals(stop); }
  EXPECT_FALSE(stop.requested());
}

}  // namespace
}  // namespace sonolist::processor
