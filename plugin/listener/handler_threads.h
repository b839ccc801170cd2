// The threads that answer requests: they may wait for the data base while connections and events go on.
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>

#include "plugin/listener/beast.h"

namespace sonolist::plugin {

// Thread safe.
class HandlerThreads {
 public:
  // At most `maximum` tasks run or wait.
  HandlerThreads(int threads, std::size_t maximum) : maximum_(maximum), pool_(static_cast<std::size_t>(threads)) {}

  // False, and the task is dropped, when too many are there. `task` must not throw.
  bool submit(std::function<void()> task) {
    if (++tasks_ > maximum_) {
      --tasks_;
      return false;
    }
    asio::post(pool_, [this, task = std::move(task)]() mutable {
      task();
      task = nullptr;
      --tasks_;
    });
    return true;
  }

  // Tasks that wait are dropped; returns when the running ones have ended.
  void stop() {
    pool_.stop();
    pool_.join();
  }

 private:
  const std::size_t maximum_;
  std::atomic<std::size_t> tasks_{0};
  asio::thread_pool pool_;
};

}  // namespace sonolist::plugin
