#include "model/phantom/texture_noise.h"

#include <cmath>

namespace sonolist::model {
namespace {

double lattice_value(std::int32_t column, std::int32_t row, std::uint32_t seed) {
  std::uint32_t hash = seed ^ (static_cast<std::uint32_t>(column) * 0x8DA6B343U);
  hash ^= static_cast<std::uint32_t>(row) * 0xD8163841U;
  hash = (hash ^ (hash >> 16)) * 0x7FEB352DU;
  hash = (hash ^ (hash >> 15)) * 0x846CA68BU;
  hash ^= hash >> 16;
  return static_cast<double>(hash) * (2.0 / 4294967295.0) - 1.0;
}

double eased(double t) {
  return t * t * (3.0 - 2.0 * t);
}

}  // namespace

double texture_noise(double x, double y, std::uint32_t seed) {
  const double column = std::floor(x);
  const double row = std::floor(y);
  const double across = eased(x - column);
  const double down = eased(y - row);
  const auto i = static_cast<std::int32_t>(column);
  const auto j = static_cast<std::int32_t>(row);
  const double top = lattice_value(i, j, seed) * (1.0 - across) + lattice_value(i + 1, j, seed) * across;
  const double bottom = lattice_value(i, j + 1, seed) * (1.0 - across) + lattice_value(i + 1, j + 1, seed) * across;
  return top * (1.0 - down) + bottom * down;
}

double texture_lines(double x, double y, std::uint32_t seed, double width) {
  const double distance = std::abs(texture_noise(x, y, seed)) / width;
  return distance >= 1.0 ? 0.0 : (1.0 - distance * distance) * (1.0 - distance * distance);
}

}  // namespace sonolist::model
