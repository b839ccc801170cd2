// How many threads the calling thread's parallel work is spread over.
#pragma once

namespace sonolist::model {

// Of LibTorch and oneDNN, for the calling thread.
int threads_of_caller();

// As long as it lives, the calling thread's parallel work is spread over `threads` threads (0: as before). Other
// threads are not touched: several of them can each have a part of the cores. To be destroyed by the same thread.
class ThreadShare {
 public:
  explicit ThreadShare(int threads);
  ThreadShare(const ThreadShare&) = delete;
  ThreadShare& operator=(const ThreadShare&) = delete;
  ~ThreadShare();

 private:
  const int before_;
};

}  // namespace sonolist::model
