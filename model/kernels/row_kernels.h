// Loops over the numbers of a row, compiled once for each kind of processor: what no library does for a whole row of a
// map whose channels lie side by side. All arithmetic is in 32-bit floats; rows may be stored in 8 bits.
#pragma once

#include <cstdint>

#include "model/kernels/element.h"

namespace sonolist::model {

struct RowSummary {
  float maximum, sum;
};

// Bilinear resizing of one row: column i of the result lies between columns `left[i]` and `right[i]`, `weight[i]` of
// the right one.
struct ResizedColumns {
  const std::int32_t *left, *right;
  const float* weight;
  std::int64_t count;
};

// n counts numbers. Arrays of one call do not overlap, unless it is one that is changed.
struct RowKernels {
  // Luma of ITU-R BT.601, 0.299 R + 0.587 G + 0.114 B, of n interleaved pixels.
  void (*luma)(const std::uint8_t* rgb, float* grey, std::int64_t n);
  // to = stored number * scale
  void (*load)(const void* from, Format format, float* to, std::int64_t n);
  // Rounded to the nearest, half to even; beyond the range: the end of the range.
  void (*store)(const float* from, void* to, Format format, std::int64_t n);
  void (*fill)(float* y, float value, std::int64_t n);
  void (*add)(float* y, const float* x, std::int64_t n);
  void (*add_weighted)(float* y, const float* x, float weight, std::int64_t n);
  void (*scale_and_shift)(const float* x, float factor, float offset, float* y, std::int64_t n);
  void (*clip)(float* y, float low, float high, std::int64_t n);
  void (*take_maximum)(float* y, const float* x, std::int64_t n);
  void (*take_maximum_and_sum)(const float* x, float* maximum, float* sum, std::int64_t n);
  RowSummary (*summarise)(const float* x, std::int64_t n);
  // y = x * (gates + gate)
  void (*gate)(const float* x, const float* gates, float gate, float* y, std::int64_t n);
  // y = factor / (1 + e^-y)
  void (*sigmoid)(float* y, float factor, std::int64_t n);
  // Softmax over `planes`, in place, for each of n places; `labels`: which plane is largest (the first among equals).
  // `maximum`, `sum`: room for n.
  void (*softmax)(float* const* planes, std::int64_t count, std::uint8_t* labels, float* maximum, float* sum,
                  std::int64_t n);
  // `above`, `below`: rows of `cols` pixels of `channels` numbers; `weight`: of the row below; `mixed`: room for one.
  void (*resize)(const float* above, const float* below, float weight, std::int64_t cols, std::int64_t channels,
                 const ResizedColumns& columns, float* mixed, float* result);
};

// Those of the widest vectors that this processor has.
const RowKernels& row_kernels();

}  // namespace sonolist::model
