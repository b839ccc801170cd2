// What the sciatic nerve paper reports on its test images (J. Lanzhou Univ. (Med. Sci.) 2026, 52(2):23-29, DOI
// 10.13885/j.issn.2097-681X.M20251889). Its rows of IoU and Dice cannot both be means per image over the same images,
// so what they are compared with is a guess.
#pragma once

#include <string>

namespace sonolist::model::report {

struct PublishedResult {
  const char* structure;  // name of the class in packages
  double iou, dice;
};

// Null for a structure that the paper does not have.
const PublishedResult* published_result(const std::string& structure);

}  // namespace sonolist::model::report
