// A finished DICOM object.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace sonolist::processor {

struct ResultObject {
  std::string kind;  // "seg", "sr" or "overlay"
  std::string sop_class_uid, sop_instance_uid, series_instance_uid;
  std::vector<std::uint8_t> file;  // DICOM Part 10
};

}  // namespace sonolist::processor
