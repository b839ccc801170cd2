#include "model/kernels/row_kernels.h"

namespace sonolist::model {

extern const RowKernels row_kernels_portable;
#if defined(__x86_64__)
extern const RowKernels row_kernels_avx2, row_kernels_avx512;
#endif

const RowKernels& row_kernels() {
#if defined(__x86_64__)
  static const RowKernels& chosen =
      __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq")
          ? row_kernels_avx512
      : __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") ? row_kernels_avx2
                                                                        : row_kernels_portable;
  return chosen;
#else
  return row_kernels_portable;
#endif
}

}  // namespace sonolist::model
