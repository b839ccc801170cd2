// One thing that a compiled plan does; where it reads and writes is settled when it is made.
#pragma once

#include <memory>

#include "model/compiled/graph.h"
#include "model/compiled/stored_map.h"

namespace sonolist::model {

class Step {
 public:
  virtual ~Step() = default;
  virtual void run() = 0;
};

}  // namespace sonolist::model
