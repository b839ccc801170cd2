#include "processor/worker/stop_signals.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>

#include "processor/error.h"

namespace sonolist::processor {
namespace {

constexpr char kStop = 's';
constexpr char kEnd = 'e';

// A signal handler reaches static storage only. Blocking the signals and waiting for them in one thread would need no
// handler, but OpenBLAS starts threads before main() that do not inherit the mask: the signal would end the program
// there.
std::atomic<int> handler_target{-1};

extern "C" void write_stop(int /*signal*/) {
  const int saved_errno = errno;
  static_cast<void>(!::write(handler_target, &kStop, 1));
  errno = saved_errno;
}

void handle_stop_signals_by(void (*handler)(int)) {
  struct sigaction action {};
  action.sa_handler = handler;
  action.sa_flags = SA_RESTART;
  sigemptyset(&action.sa_mask);
  sigaction(SIGTERM, &action, nullptr);
  sigaction(SIGINT, &action, nullptr);
}

}  // namespace

StopSignals::StopSignals(StopRequest& stop) {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) throw ProcessorError(FailureClass::kInternal, "the system gives no pipe");
  read_end_ = ends[0];
  write_end_ = ends[1];
  waiter_ = std::thread([descriptor = read_end_, &stop] {
    char what = kEnd;
    while (::read(descriptor, &what, 1) == 1 && what == kStop) stop.request();
  });
  handler_target = write_end_;
  handle_stop_signals_by(write_stop);
}

StopSignals::~StopSignals() {
  handle_stop_signals_by(SIG_DFL);
  static_cast<void>(!::write(write_end_, &kEnd, 1));
  waiter_.join();
  handler_target = -1;
  ::close(write_end_);
  ::close(read_end_);
}

}  // namespace sonolist::processor
