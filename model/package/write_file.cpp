#include "model/package/write_file.h"

#include <filesystem>
#include <fstream>
#include <system_error>

#include "model/error.h"

namespace sonolist::model {

void write_file(const std::string& path, std::string_view bytes) {
  const std::string temporary = path + ".part";
  std::error_code ignored;
  std::ofstream file(temporary, std::ios::binary | std::ios::trunc);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  file.close();
  if (!file) {
    std::filesystem::remove(temporary, ignored);
    throw ModelError(path + ": cannot be written; is the folder there, writable and the disk not full?");
  }
  std::error_code failure;
  std::filesystem::rename(temporary, path, failure);
  if (failure) {
    std::filesystem::remove(temporary, ignored);
    throw ModelError(path + ": cannot be written: " + failure.message());
  }
}

}  // namespace sonolist::model
