#include "processor/inference/load_packages.h"

#include <algorithm>
#include <filesystem>
#include <thread>

#include "model/error.h"
#include "processor/error.h"
#include "processor/pipeline/measurement_items.h"

namespace sonolist::processor {
namespace {

namespace fs = std::filesystem;

constexpr int kMostLanes = 4;  // each has memory for the maps of its network

void append_packages_in(const fs::path& folder, std::vector<std::string>& packages) {
  std::error_code ignored;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, ignored)) {
    if (fs::exists(entry.path() / "model.json")) packages.push_back(entry.path().lexically_normal().string());
  }
}

}  // namespace

std::vector<std::string> built_in_packages(const std::string& program_folder) {
  const fs::path program(program_folder);
  for (const char* place : {"../../../model/packages", "../share/sonolist/packages"}) {
    std::vector<std::string> packages;
    append_packages_in(program / place, packages);
    std::sort(packages.begin(), packages.end());
    if (!packages.empty()) return packages;
  }
  return {};
}

std::string program_folder() {
  return fs::read_symlink("/proc/self/exe").parent_path().string();
}

InferenceEngine load_engine(const std::vector<std::string>& packages, const NetworkPlace& place,
                            const BatchWishes& batch, const LoadPredictor& load) {
  std::vector<std::unique_ptr<model::Predictor>> predictors;
  for (const std::string& package : packages) {
    try {
      predictors.push_back(load(package, place.device, place.threads, place.precision));
    } catch (const model::ModelError& error) {
      throw ProcessorError(FailureClass::kConfiguration, "model package " + package + ": " + error.what());
    }
    check_measurement_names(predictors.back()->manifest());
  }
  const bool on_gpu = !predictors.empty() && is_gpu(predictors.front()->device());
  const int threads = place.threads > 0 ? place.threads : static_cast<int>(std::thread::hardware_concurrency());
  if (on_gpu)
    return {std::move(predictors), {std::max(batch.frames, images_at_once(batch.images, on_gpu, 1)), 1, threads}};
  // On a CPU nothing is gained by batches, much by pictures that run side by side on a part of the cores each.
  const bool side_by_side = std::all_of(predictors.begin(), predictors.end(),
                                        [](const auto& predictor) { return predictor->runs_side_by_side(); });
  return {std::move(predictors), {1, side_by_side ? std::min(kMostLanes, threads) : 1, threads}};
}

int images_at_once(int wished, bool on_gpu, int lanes) {
  constexpr int kOnGpu = 8;
  if (wished > 0) return wished;
  return on_gpu ? kOnGpu : 2 * lanes;
}

}  // namespace sonolist::processor
