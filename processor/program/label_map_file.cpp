#include "processor/program/label_map_file.h"

#include <fstream>

#include "processor/error.h"

namespace sonolist::processor {

void write_label_map(const std::vector<std::uint8_t>& labels, int rows, int cols, const std::string& path) {
  std::ofstream file(path, std::ios::binary);
  file << "P5\n" << cols << ' ' << rows << "\n255\n";
  file.write(reinterpret_cast<const char*>(labels.data()), static_cast<std::streamsize>(labels.size()));
  file.close();
  if (!file) throw ProcessorError(FailureClass::kConfiguration, path + " cannot be written; check its folder");
}

}  // namespace sonolist::processor
