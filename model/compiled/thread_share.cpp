#include "model/compiled/thread_share.h"

#include <torch/torch.h>

// Of the runtime that LibTorch and oneDNN use (OpenMP API 3.2.1, 3.2.3). The header omp.h is each compiler's own, and
// Clang's comes only with a runtime of its own, beside which this one must not run.
extern "C" {
void omp_set_num_threads(int threads);
int omp_get_max_threads(void);
}

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
