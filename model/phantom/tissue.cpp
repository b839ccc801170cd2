#include "model/phantom/tissue.h"

#include <cstddef>

namespace sonolist::model {
namespace {

// Order of enum Tissue.
constexpr TissueProperties kTissues[] = {
    {1.99, 1.00, 14.0, 0.30, 0.9},   // skin
    {1.38, 0.63, 1.0, 0.30, 0.8},    // fat
    {1.62, 1.09, 0.0, 0.25, 0.9},    // muscle
    {1.75, 1.57, 10.0, 0.20, 1.0},   // connective
    {1.61, 0.18, -17.0, 0.30, 0.9},  // blood
    {1.99, 1.09, 12.0, 0.20, 1.0},   // vessel wall
    {7.80, 5.00, 36.0, 0.20, 1.0},   // bone
    {1.63, 1.40, 6.0, 0.25, 0.9},    // fascicle
    {1.70, 1.40, 21.0, 0.20, 1.0},   // epineurium
    {1.62, 0.80, 2.0, 0.25, 0.9},    // loose tissue
    {1.64, 1.30, 9.0, 0.20, 1.0},    // tendon
    {1.64, 0.80, -5.0, 0.25, 0.9},   // lymph node
    {1.62, 3.00, 6.0, 0.40, 0.8},    // lung
};

}  // namespace

const TissueProperties& properties_of(Tissue tissue) {
  return kTissues[static_cast<std::size_t>(tissue)];
}

}  // namespace sonolist::model
