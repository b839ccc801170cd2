#define SONOLIST_KERNELS row_kernels_portable
#include "model/kernels/row_kernels_body.h"
