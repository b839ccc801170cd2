#include "plugin/worklist/postgresql/event_listener.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <array>

#include "plugin/worklist/postgresql/postgresql_errors.h"

namespace sonolist::plugin {
namespace {

constexpr int kReconnectMs = 2'000;
constexpr int kNoTimeout = -1;

}  // namespace

EventListener::EventListener(PostgresqlSettings settings, EventSignal& signal)
    : settings_(std::move(settings)), signal_(signal), end_(eventfd(0, EFD_CLOEXEC)) {
  if (end_ < 0) throw StoreError("The worklist gets no file descriptor: raise the limit of open files of Orthanc");
  thread_ = std::thread([this] { run(); });
}

EventListener::~EventListener() {
  eventfd_write(end_, 1);
  thread_.join();
  close(end_);
}

void EventListener::run() {
  do {
    try {
      listen();
    } catch (const StoreError&) {
      // The stores meet the same trouble and report it.
    }
  } while (wait(-1, kReconnectMs));
}

void EventListener::listen() {
  PostgresqlConnection connection(settings_);
  connection.run_script(std::string("LISTEN ") + kEventChannel);
  signal_.raise();  // for what was written while nobody listened
  while (connection.is_usable() && wait(PQsocket(connection.get()), kNoTimeout)) {
    if (PQconsumeInput(connection.get()) == 0) return;
    bool is_notified = false;
    while (PGnotify* notification = PQnotifies(connection.get())) {
      is_notified = true;
      PQfreemem(notification);
    }
    if (is_notified) signal_.raise();
  }
}

bool EventListener::wait(int socket, int milliseconds) const {
  std::array<pollfd, 2> files{{{end_, POLLIN, 0}, {socket, POLLIN, 0}}};
  poll(files.data(), files.size(), milliseconds);
  return files[0].revents == 0;
}

}  // namespace sonolist::plugin
