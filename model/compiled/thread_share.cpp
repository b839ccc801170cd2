#include "model/compiled/thread_share.h"

#include <omp.h>
#include <torch/torch.h>

namespace sonolist::model {

int threads_of_caller() {
  torch::get_num_threads();  // gives a new thread the setting of the process
  return omp_get_max_threads();
}

// Not torch::set_num_threads(): that would also be the setting of threads to come.
ThreadShare::ThreadShare(int threads) : before_(threads_of_caller()) {
  if (threads > 0) omp_set_num_threads(threads);
}

ThreadShare::~ThreadShare() {
  omp_set_num_threads(before_);
}

}  // namespace sonolist::model
