// The open connections of the listener.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <vector>

namespace sonolist::plugin {

class ConnectionSet;

// Counts from its construction to its destruction.
class Connection {
 public:
  explicit Connection(ConnectionSet& set);
  virtual ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Ends the connection as soon as what it is doing is done. Returns at once; callable from any thread.
  virtual void stop() = 0;

  // Ends it whatever it is doing. Returns at once; callable from any thread.
  virtual void abort() = 0;

 private:
  ConnectionSet& set_;
};

// Thread safe.
class ConnectionSet {
 public:
  // A connection that is added after stop_all() is stopped at once.
  void add(const std::shared_ptr<Connection>& connection);

  std::size_t size() const;

  void stop_all();
  void abort_all();

  // False when connections are left at the end of the time.
  bool wait_until_empty(std::chrono::milliseconds timeout);

 private:
  friend class Connection;
  void count(int change);
  std::vector<std::shared_ptr<Connection>> open_ones();

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t size_ = 0;
  bool stopped_ = false;
  std::vector<std::weak_ptr<Connection>> connections_;
};

}  // namespace sonolist::plugin
