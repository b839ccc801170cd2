// Loads the model packages that the configuration names, or the built-in ones.
#pragma once

#include <functional>
#include <memory>
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

// Loads one package; model::Predictor::create, or what a test puts in its place. Throws ModelError.
using LoadPredictor = std::function<std::unique_ptr<model::Predictor>(
    const std::string& package, const std::string& device, int threads, const std::string& precision)>;

// Where and how networks run; see model::Predictor::create.
struct NetworkPlace {
  std::string device = "auto", precision = "auto";
  int threads = 0;
};

struct BatchWishes {
  int frames = 4;  // of a cine
  int images = 0;  // of several steps, see images_at_once()
};

// Loads every package; the largest batch is the larger one of the wishes on a GPU. On a CPU it is one picture, and up
// to four networks run side by side. Throws ProcessorError(kConfiguration) naming package and field.
InferenceEngine load_engine(const std::vector<std::string>& packages, const NetworkPlace& place,
                            const BatchWishes& batch, const LoadPredictor& load);

// `wished`, or what its 0 stands for: on a CPU, for each of the engine's lanes, one in it and one on its way to or from
// the PACS.
int images_at_once(int wished, bool on_gpu, int lanes);

}  // namespace sonolist::processor
