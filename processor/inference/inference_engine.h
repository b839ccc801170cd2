// The resident networks: finds the one for a model, feeds it bounded batches, maps its answer back to source pixels.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "dicom_sr/image/source_image.h"
#include "processor/inference/batch_queue.h"

namespace sonolist::processor {

// All arrays row-major over the whole source image.
struct SegmentedFrame {
  std::vector<std::uint8_t> labels;               // 0 = background and everything outside the box
  std::vector<std::vector<float>> probabilities;  // [class index]; 0 outside the box; [0] (background) is empty
};

// By the name of a device, e.g. "cuda:0".
bool is_gpu(const std::string& device);

// Thread safe: pictures of concurrent calls of segment() share batches.
class InferenceEngine {
 public:
  // At least one predictor; no two of the same model name and version. `largest_batch` >= 1, in pictures. Throws
  // ProcessorError(kConfiguration).
  InferenceEngine(std::vector<std::unique_ptr<model::Predictor>> predictors, int largest_batch);

  // The manifest of a loaded package, owned by this object; nullptr when there is none. An empty version is any: the
  // first package of that name in the order given.
  const model::Manifest* find(const std::string& model_name, const std::string& version) const;
  std::vector<const model::Manifest*> manifests() const;

  // How many frames a call of segment() should be given: more only costs memory. Falls when the device runs out of
  // memory.
  int batch_frames() const { return batches_->largest_batch(); }
  BatchTotals batch_totals() const { return batches_->totals(); }
  // Whether the first network runs on a GPU.
  bool on_gpu() const;

  // `manifest` is one of this object's; frames are of one size and contain `box`. `times` is added to. Throws
  // ProcessorError: kTransient when even one frame needs more memory than there is, kInternal when the network fails.
  std::vector<SegmentedFrame> segment(const model::Manifest& manifest, const std::vector<dicom::RgbFrame>& frames,
                                      const dicom::PixelBox& box, NetworkTimes& times);

 private:
  model::Predictor& predictor_of(const model::Manifest& manifest) const;

  std::vector<std::unique_ptr<model::Predictor>> predictors_;
  std::unique_ptr<BatchQueue> batches_;
};

}  // namespace sonolist::processor
