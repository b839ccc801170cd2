// The loops of row_kernels.h, included once for each kind of processor with SONOLIST_KERNELS as the name of the table.
// Nothing of the standard library is called here: an inline function of it would be compiled for that processor, and
// the linker might choose that one for the whole program.
#include "model/kernels/row_kernels.h"

namespace sonolist::model {
namespace {

void luma(const std::uint8_t* __restrict rgb, float* __restrict grey, std::int64_t n) {
  constexpr float kRed = 0.299F, kGreen = 0.587F, kBlue = 0.114F;
  for (std::int64_t i = 0; i < n; ++i) {
    grey[i] = static_cast<float>(rgb[3 * i]) * kRed + static_cast<float>(rgb[3 * i + 1]) * kGreen +
              static_cast<float>(rgb[3 * i + 2]) * kBlue;
  }
}

template <typename Stored>
void load_as(const void* from, float scale, float* __restrict to, std::int64_t n) {
  const auto* stored = static_cast<const Stored*>(from);
  for (std::int64_t i = 0; i < n; ++i) to[i] = static_cast<float>(stored[i]) * scale;
}

void load(const void* from, Format format, float* to, std::int64_t n) {
  if (format.element == Element::kUint8) return load_as<std::uint8_t>(from, format.scale, to, n);
  if (format.element == Element::kInt8) return load_as<std::int8_t>(from, format.scale, to, n);
  load_as<float>(from, 1.0F, to, n);
}

template <typename Stored>
void store_as(const float* __restrict from, void* to, float inverse, float low, float high, std::int64_t n) {
  auto* stored = static_cast<Stored*>(to);
  for (std::int64_t i = 0; i < n; ++i) {
    float value = from[i] * inverse;
    value = value < low ? low : value;
    value = value > high ? high : value;
    // Adding and taking away 1.5 * 2^23 rounds to whole numbers, half to even.
    constexpr float kRounder = 12582912.0F;
    stored[i] = static_cast<Stored>(static_cast<std::int32_t>((value + kRounder) - kRounder));
  }
}

void store(const float* from, void* to, Format format, std::int64_t n) {
  if (format.element == Element::kUint8) {
    return store_as<std::uint8_t>(from, to, 1.0F / format.scale, 0.0F, 255.0F, n);
  }
  if (format.element == Element::kInt8) {
    return store_as<std::int8_t>(from, to, 1.0F / format.scale, -127.0F, 127.0F, n);
  }
  auto* __restrict values = static_cast<float*>(to);
  for (std::int64_t i = 0; i < n; ++i) values[i] = from[i];
}

void fill(float* __restrict y, float value, std::int64_t n) {
  for (std::int64_t i = 0; i < n; ++i) y[i] = value;
}

void add(float* __restrict y, const float* __restrict x, std::int64_t n) {
  for (std::int64_t i = 0; i < n; ++i) y[i] += x[i];
}

void add_weighted(float* __restrict y, const float* __restrict x, float weight, std::int64_t n) {
  for (std::int64_t i = 0; i < n; ++i) y[i] += weight * x[i];
}

void scale_and_shift(const float* __restrict x, float factor, float offset, float* __restrict y, std::int64_t n) {
  for (std::int64_t i = 0; i < n; ++i) y[i] = x[i] * factor + offset;
}

void clip(float* __restrict y, float low, float high, std::int64_t n) {
  for (std::int64_t i = 0; i < n; ++i) {
    const float value = y[i] < low ? low : y[i];
    y[i] = value > high ? high : value;
  }
}

void take_maximum(float* __restrict y, const float* __restrict x, std::int64_t n) {
  for (std::int64_t i = 0; i < n; ++i) y[i] = x[i] > y[i] ? x[i] : y[i];
}

void take_maximum_and_sum(const float* __restrict x, float* __restrict maximum, float* __restrict sum, std::int64_t n) {
  for (std::int64_t i = 0; i < n; ++i) {
    maximum[i] = x[i] > maximum[i] ? x[i] : maximum[i];
    sum[i] += x[i];
  }
}

RowSummary summarise(const float* __restrict x, std::int64_t n) {
  float maximum = x[0], sum = 0.0F;
#pragma omp simd reduction(max : maximum) reduction(+ : sum)
  for (std::int64_t i = 0; i < n; ++i) {
    maximum = x[i] > maximum ? x[i] : maximum;
    sum += x[i];
  }
  return {maximum, sum};
}

void gate(const float* __restrict x, const float* __restrict gates, float gate, float* __restrict y, std::int64_t n) {
  for (std::int64_t i = 0; i < n; ++i) y[i] = x[i] * (gates[i] + gate);
}

// e^x by 2^whole * e^part with |part| <= ln(2)/2 and the Taylor series of e^part to the seventh power (relative error
// below 3e-8 before rounding).
inline float exponential(float x) {
  constexpr float kLowest = -87.0F, kHighest = 88.0F, kRounder = 12582912.0F;
  constexpr float kLog2E = 1.44269504F, kLn2High = 0.693359375F, kLn2Low = -2.12194440e-4F;
  x = x < kLowest ? kLowest : x;
  x = x > kHighest ? kHighest : x;
  const float whole = (x * kLog2E + kRounder) - kRounder;
  const float part = (x - whole * kLn2High) - whole * kLn2Low;
  float series = 1.0F / 5040.0F;
  series = series * part + 1.0F / 720.0F;
  series = series * part + 1.0F / 120.0F;
  series = series * part + 1.0F / 24.0F;
  series = series * part + 1.0F / 6.0F;
  series = series * part + 0.5F;
  series = series * part + 1.0F;
  series = series * part + 1.0F;
  const std::int32_t power_bits = (static_cast<std::int32_t>(whole) + 127) << 23;
  float power;
  __builtin_memcpy(&power, &power_bits, sizeof power);
  return series * power;
}

void sigmoid(float* __restrict y, float factor, std::int64_t n) {
  for (std::int64_t i = 0; i < n; ++i) y[i] = factor / (1.0F + exponential(-y[i]));
}

void softmax(float* const* planes, std::int64_t count, std::uint8_t* __restrict labels, float* __restrict maximum,
             float* __restrict sum, std::int64_t n) {
  for (std::int64_t i = 0; i < n; ++i) {
    maximum[i] = planes[0][i];
    labels[i] = 0;
    sum[i] = 0.0F;
  }
  for (std::int64_t plane = 1; plane < count; ++plane) {
    const float* __restrict x = planes[plane];
    for (std::int64_t i = 0; i < n; ++i) {
      const bool larger = x[i] > maximum[i];
      maximum[i] = larger ? x[i] : maximum[i];
      labels[i] = larger ? static_cast<std::uint8_t>(plane) : labels[i];
    }
  }
  for (std::int64_t plane = 0; plane < count; ++plane) {
    float* __restrict x = planes[plane];
    for (std::int64_t i = 0; i < n; ++i) {
      x[i] = exponential(x[i] - maximum[i]);
      sum[i] += x[i];
    }
  }
  for (std::int64_t plane = 0; plane < count; ++plane) {
    float* __restrict x = planes[plane];
    for (std::int64_t i = 0; i < n; ++i) x[i] /= sum[i];
  }
}

void resize(const float* __restrict above, const float* __restrict below, float weight, std::int64_t cols,
            std::int64_t channels, const ResizedColumns& columns, float* __restrict mixed, float* __restrict result) {
  for (std::int64_t i = 0; i < cols * channels; ++i) mixed[i] = above[i] * (1.0F - weight) + below[i] * weight;
  if (channels == 1) {
    for (std::int64_t col = 0; col < columns.count; ++col) {
      const float right_weight = columns.weight[col];
      result[col] = mixed[columns.left[col]] * (1.0F - right_weight) + mixed[columns.right[col]] * right_weight;
    }
    return;
  }
  for (std::int64_t col = 0; col < columns.count; ++col) {
    const float* __restrict left = mixed + columns.left[col] * channels;
    const float* __restrict right = mixed + columns.right[col] * channels;
    const float right_weight = columns.weight[col], left_weight = 1.0F - right_weight;
    float* __restrict pixel = result + col * channels;
    for (std::int64_t c = 0; c < channels; ++c) pixel[c] = left[c] * left_weight + right[c] * right_weight;
  }
}

}  // namespace

extern const RowKernels SONOLIST_KERNELS;
const RowKernels SONOLIST_KERNELS = {
    luma,      load, store,   fill,    add,   add_weighted, scale_and_shift, clip, take_maximum, take_maximum_and_sum,
    summarise, gate, sigmoid, softmax, resize};

}  // namespace sonolist::model
