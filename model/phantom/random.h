// Random numbers whose bytes do not depend on the standard library: only std::mt19937_64's raw output is specified by
// ISO C++, the std:: distributions are not.
#pragma once

#include <cmath>
#include <cstdint>
#include <random>

namespace sonolist::model {

// One stream of numbers. Value type, not thread safe; give every thread its own.
class Random {
 public:
  // Streams of one seed with different numbers are unrelated, so a new draw in one of them leaves the others alone.
  Random(std::uint64_t seed, std::uint64_t stream) : engine_(mixed(seed + 0x9E3779B97F4A7C15ULL * (stream + 1))) {}

  std::uint64_t bits() { return engine_(); }

  // Uniform in [0, 1).
  double unit() { return static_cast<double>(engine_() >> 11) * 0x1.0p-53; }

  // Uniform in [low, high).
  double uniform(double low, double high) { return low + (high - low) * unit(); }

  bool chance(double probability) { return unit() < probability; }

  // Box-Muller; one of the two numbers is thrown away so that the stream has no hidden state.
  double normal(double mean, double deviation) {
    const double radius = std::sqrt(-2.0 * std::log(1.0 - unit()));
    return mean + deviation * radius * std::cos(6.283185307179586 * unit());
  }

 private:
  // Finaliser of SplitMix64 (Steele, Lea, Flood 2014).
  static std::uint64_t mixed(std::uint64_t value) {
    value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9ULL;
    value = (value ^ (value >> 27)) * 0x94D049BB133111EBULL;
    return value ^ (value >> 31);
  }

  std::mt19937_64 engine_;
};

}  // namespace sonolist::model
