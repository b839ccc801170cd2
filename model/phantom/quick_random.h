// Many random numbers of little ambition: for noise per pixel, where their cost counts.
#pragma once

#include <cstdint>
#include <vector>

namespace sonolist::model {

// Xorshift (Marsaglia 2003) that picks from tables of 65536 quantiles. Value type, not thread safe.
class QuickRandom {
 public:
  explicit QuickRandom(std::uint64_t seed) : state_(seed | 1) {}

  float normal() { return normal_table()[index()]; }            // mean 0, variance 1
  float exponential() { return exponential_table()[index()]; }  // mean 1

 private:
  std::size_t index() {
    state_ ^= state_ << 13;
    state_ ^= state_ >> 7;
    state_ ^= state_ << 17;
    return static_cast<std::size_t>(state_ >> 48);
  }

  static const float* normal_table();
  static const float* exponential_table();

  std::uint64_t state_;
};

}  // namespace sonolist::model
