// Random numbers that depend on nothing but a seed and a position: training continued from a checkpoint draws what an
// uninterrupted one would have drawn, and no generator state has to be kept.
#pragma once

#include <cstdint>

namespace sonolist::model {

// A well-mixed seed for stream `stream` at `position` (SplitMix64 finaliser, Steele et al. 2014).
inline std::uint64_t mixed_seed(std::uint64_t seed, std::uint64_t stream, std::uint64_t position) {
  std::uint64_t value = seed + 0x9E3779B97F4A7C15ULL * (stream + 1) + 0xD1B54A32D192ED03ULL * (position + 1);
  value = (value ^ (value >> 30U)) * 0xBF58476D1CE4E5B9ULL;
  value = (value ^ (value >> 27U)) * 0x94D049BB133111EBULL;
  return value ^ (value >> 31U);
}

}  // namespace sonolist::model
