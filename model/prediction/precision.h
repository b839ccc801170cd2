// In how many bits a network computes.
#pragma once

#include <string>

namespace sonolist::model {

enum class Precision { kFloat32, kBfloat16, kInt8 };

inline std::string name_of(Precision precision) {
  if (precision == Precision::kBfloat16) return "bfloat16";
  return precision == Precision::kInt8 ? "int8" : "float32";
}

}  // namespace sonolist::model
