#define SONOLIST_KERNELS row_kernels_avx2
#include "model/kernels/row_kernels_body.h"
