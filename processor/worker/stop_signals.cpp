#include "processor/worker/stop_signals.h"

#include <csignal>

namespace sonolist::processor {
namespace {

sigset_t stop_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGUSR1);  // only from our destructor
  return signals;
}

}  // namespace

StopSignals::StopSignals(StopRequest& stop) {
  const sigset_t signals = stop_signals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  waiter_ = std::thread([signals, &stop] {
    int signal = 0;
    while (sigwait(&signals, &signal) == 0 && signal != SIGUSR1) stop.request();
  });
}

StopSignals::~StopSignals() {
  pthread_kill(waiter_.native_handle(), SIGUSR1);
  waiter_.join();
}

}  // namespace sonolist::processor
