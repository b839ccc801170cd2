// Sizes of picture that networks take.
#pragma once

#include <cstdint>

namespace sonolist::model {

constexpr std::int64_t kSmallestInput = 64;   // pixels a side; two cells of the deepest map at output stride 32
constexpr std::int64_t kLargestInput = 4096;  // pixels a side that a package may ask for

}  // namespace sonolist::model
