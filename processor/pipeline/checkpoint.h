// Where a long computation can be told to end.
#pragma once

#include <functional>

namespace sonolist::processor {

// Called between batches and stages with the part of the work that is done (0 to 1); throws to end the work.
using Checkpoint = std::function<void(double done)>;

}  // namespace sonolist::processor
