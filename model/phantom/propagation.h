// What a beam meets on its way: loss of amplitude, and echoes of smooth boundaries.
#pragma once

#include <vector>

#include "model/phantom/anatomy.h"
#include "model/phantom/motion.h"
#include "model/phantom/probe.h"
#include "model/phantom/scanner.h"
#include "model/phantom/section.h"

namespace sonolist::model {

// Both of grid.size() values, row after row.
struct Propagation {
  std::vector<float>
      transmission;             // two-way amplitude after an ideal time gain control: 1 in unshadowed average tissue
  std::vector<float> specular;  // amplitude of boundary echoes, transmission not yet applied
};

// With a section it is read instead of the anatomy, at every row, and the motion has to be none. Pure, thread safe.
Propagation propagate(const Anatomy& anatomy, const Motion& motion, const Scanner& scanner, const PolarGrid& grid,
                      const Section* section = nullptr);

}  // namespace sonolist::model
