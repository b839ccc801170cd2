// The memory of this process.
#pragma once

#include <cstdint>

namespace sonolist::processor {

// Resident bytes; 0 where the system does not tell.
std::uint64_t resident_bytes();

}  // namespace sonolist::processor
