// An anatomy sampled on the polar grid: what the reduced detail computes with, instead of asking at every point.
#pragma once

#include <vector>

#include "model/phantom/anatomy.h"
#include "model/phantom/probe.h"

namespace sonolist::model {

// Each of grid.size() values, row after row; at rest.
struct Section {
  std::vector<Place> places;
  std::vector<Tissue> tissues;
  std::vector<float> echo;  // root of the mean echo power of the cell, where muscle without striations has 1
};

// Pure, thread safe.
Section section_of(const Anatomy& anatomy, const Probe& probe, const PolarGrid& grid);

}  // namespace sonolist::model
