#include "plugin/listener/connection_set.h"

#include <algorithm>

namespace sonolist::plugin {

Connection::Connection(ConnectionSet& set) : set_(set) {
  set_.count(1);
}

Connection::~Connection() {
  set_.count(-1);
}

void ConnectionSet::add(const std::shared_ptr<Connection>& connection) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto is_gone = [](const std::weak_ptr<Connection>& entry) { return entry.expired(); };
  connections_.erase(std::remove_if(connections_.begin(), connections_.end(), is_gone), connections_.end());
  connections_.push_back(connection);
  if (stopped_) connection->stop();
}

std::size_t ConnectionSet::size() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return size_;
}

void ConnectionSet::stop_all() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    stopped_ = true;
  }
  for (const auto& connection : open_ones()) connection->stop();
}

void ConnectionSet::abort_all() {
  for (const auto& connection : open_ones()) connection->abort();
}

// For use without the lock: the last owner of a connection may be here, and its end takes the lock.
std::vector<std::shared_ptr<Connection>> ConnectionSet::open_ones() {
  std::vector<std::shared_ptr<Connection>> open;
  const std::lock_guard<std::mutex> lock(mutex_);
  for (const std::weak_ptr<Connection>& entry : connections_) {
    if (auto connection = entry.lock()) open.push_back(std::move(connection));
  }
  return open;
}

bool ConnectionSet::wait_until_empty(std::chrono::milliseconds timeout) {
  std::unique_lock<std::mutex> lock(mutex_);
  return changed_.wait_for(lock, timeout, [this] { return size_ == 0; });
}

void ConnectionSet::count(int change) {
  const std::lock_guard<std::mutex> lock(mutex_);
  size_ += static_cast<std::size_t>(change);
  changed_.notify_all();
}

}  // namespace sonolist::plugin
