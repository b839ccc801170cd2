// Loads the model packages that the configuration names, or the built-in ones.
#pragma once

#include <string>
#include <vector>

#include "processor/inference/inference_engine.h"

namespace sonolist::processor {

// The packages that come with the program: sub-folders of <program>/../../../model/packages (build tree) and of
// <program>/../share/sonolist/packages (installed), `program` being the folder of the executable. Empty when there are
// none.
std::vector<std::string> built_in_packages(const std::string& program_folder);

// The folder that holds the running executable.
std::string program_folder();

// Loads every package and runs each network once. Throws ProcessorError(kConfiguration) naming package and field.
InferenceEngine load_engine(const std::vector<std::string>& packages, const std::string& device, int threads,
                            int batch_frames);

}  // namespace sonolist::processor
