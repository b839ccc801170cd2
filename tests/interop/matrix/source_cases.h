// The images of the matrix: what differs between images that reach a PACS, one difference each.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tests/interop/matrix/scene.h"

namespace sonolist::matrix {

struct SourceCase {
  std::string name;
  Scene scene;
  std::vector<std::uint8_t> file;  // DICOM Part 10
};

std::vector<SourceCase> source_cases();

}  // namespace sonolist::matrix
