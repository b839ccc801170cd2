// What this machine can do at most, measured: the floors that benchmarks print beside their figures.
#pragma once

namespace sonolist::tests {

struct MachineRates {
  double float_gflops = 0.0,
         int8_gops = 0.0;                  // of a matrix product that suits it, two operations a multiply-accumulate
  double read_gigabytes_per_second = 0.0;  // of memory far larger than the caches
};

// The best of several runs on LibTorch's threads; takes about two seconds.
MachineRates measure_machine();

}  // namespace sonolist::tests
