// The resident networks: finds the one for a model, feeds it bounded batches, maps its answer back to source pixels.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "dicom_sr/image/source_image.h"
#include "model/prediction/estimated_dice.h"
#include "processor/inference/batch_queue.h"

namespace sonolist::processor {

// Arrays row-major over the whole source image.
struct SegmentedFrame {
  std::vector<std::uint8_t> labels;                      // 0 = background and everything outside the box
  std::vector<model::ProbabilitySums> probability_sums;  // [class index], over the box; [0] (background) is empty
  // round(255 * probability) of each class, [class index - 1], 0 outside the box; empty unless asked for.
  std::vector<std::vector<std::uint8_t>> probabilities;
};

// By the name of a device, e.g. "cuda:0".
bool is_gpu(const std::string& device);

struct SegmentWish {
  bool keep_probabilities = false;
  bool urgent = false;  // before the pictures of others
};

struct EngineLimits {
  int largest_batch = 1;  // pictures, at least 1
  int lanes = 1;          // batches that run side by side, at least 1; more than 1 only of such predictors
  int threads = 1;        // of all lanes together
};

// Thread safe: pictures of concurrent calls of segment() share batches, or run side by side.
class InferenceEngine {
 public:
  // At least one predictor; no two of the same model name and version. Throws ProcessorError(kConfiguration).
  InferenceEngine(std::vector<std::unique_ptr<model::Predictor>> predictors, const EngineLimits& limits);

  // Who says how many steps are in work, each of which gets its share of the threads. Without it every call is taken
  // for the only one. To be called before any segment().
  void ask_for_steps_in_work(std::function<int()> steps_in_work) { steps_in_work_ = std::move(steps_in_work); }

  // The manifest of a loaded package, owned by this object; nullptr when there is none. An empty version is any: the
  // first package of that name in the order given.
  const model::Manifest* find(const std::string& model_name, const std::string& version) const;
  std::vector<const model::Manifest*> manifests() const;

  // How many frames a call of segment() should be given: more only costs memory. Falls when the device runs out of
  // memory.
  int batch_frames() const { return batches_->largest_batch(); }
  BatchTotals batch_totals() const { return batches_->totals(); }
  int lanes() const { return limits_.lanes; }
  // Whether the first network runs on a GPU.
  bool on_gpu() const;

  // `manifest` is one of this object's; frames are of one size and contain `box`. `times` is added to. Throws
  // ProcessorError: kTransient when even one frame needs more memory than there is, kInternal when the network fails.
  std::vector<SegmentedFrame> segment(const model::Manifest& manifest, const std::vector<dicom::RgbFrame>& frames,
                                      const dicom::PixelBox& box, const SegmentWish& wish, NetworkTimes& times);

 private:
  model::Predictor& predictor_of(const model::Manifest& manifest) const;
  int threads_of_a_call() const;  // 0: all

  std::vector<std::unique_ptr<model::Predictor>> predictors_;
  EngineLimits limits_;
  std::unique_ptr<BatchQueue> batches_;
  std::function<int()> steps_in_work_ = [] { return 1; };
};

// How many of `threads` one of `steps` in work gets, when at most `lanes` run side by side; 0: all.
int share_of_threads(int threads, int lanes, int steps);

}  // namespace sonolist::processor
