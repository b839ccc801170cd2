#include "processor/monitoring/process_memory.h"

#include <unistd.h>

#include <fstream>

namespace sonolist::processor {

std::uint64_t resident_bytes() {
  std::ifstream file("/proc/self/statm");
  std::uint64_t size = 0;
  std::uint64_t resident = 0;  // pages
  if (!(file >> size >> resident)) return 0;
  return resident * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

}  // namespace sonolist::processor
