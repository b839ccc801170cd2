// How the numbers of a map are stored.
#pragma once

#include <cstddef>

namespace sonolist::model {

enum class Element { kFloat, kUint8, kInt8 };

inline std::size_t size_of(Element element) {
  return element == Element::kFloat ? sizeof(float) : 1;
}

// A stored number times `scale` is the value; 1 with kFloat.
struct Format {
  Element element = Element::kFloat;
  float scale = 1.0F;
};

}  // namespace sonolist::model
