// Where the real images for tests are: the folder SONOLIST_DATA, else ../shared/data beside the repository.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>

namespace sonolist::dicom::test {

inline std::filesystem::path shared_data() {
  const char* folder = std::getenv("SONOLIST_DATA");
  return folder != nullptr ? folder : SONOLIST_SHARED_DATA;
}

}  // namespace sonolist::dicom::test
