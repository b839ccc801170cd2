// The program sonolist-processor but for its networks.
#pragma once

#include "processor/inference/load_packages.h"

namespace sonolist::processor {

// main() of the program: reads flags and configuration, loads the packages with `load`, works, and returns the exit
// code: 0 stopped as asked, 1 failed input (file mode), 2 wrong usage or configuration.
int run_program(int argc, const char* const* argv, const LoadPredictor& load);

}  // namespace sonolist::processor
