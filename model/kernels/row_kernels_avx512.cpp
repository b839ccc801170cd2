#define SONOLIST_KERNELS row_kernels_avx512
#include "model/kernels/row_kernels_body.h"
