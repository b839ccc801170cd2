// The resident networks: finds the one for a model, feeds it bounded batches, maps its answer back to source pixels.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "dicom_sr/image/source_image.h"
#include "model/prediction/predictor.h"

namespace sonolist::processor {

// All arrays row-major over the whole source image.
struct SegmentedFrame {
  std::vector<std::uint8_t> labels;               // 0 = background and everything outside the box
  std::vector<std::vector<float>> probabilities;  // [class index]; 0 outside the box; [0] (background) is empty
};

struct NetworkTimes {  // milliseconds
  double preprocess = 0.0, network = 0.0, postprocess = 0.0;
};

// Thread safe: calls of segment() wait for each other, for the predictors are not thread safe.
class InferenceEngine {
 public:
  // At least one predictor; no two of the same model name and version. `batch_frames` >= 1. Throws
  // ProcessorError(kConfiguration).
  InferenceEngine(std::vector<std::unique_ptr<model::Predictor>> predictors, int batch_frames);

  // The manifest of a loaded package, owned by this object; nullptr when there is none. An empty version is any: the
  // first package of that name in the order given.
  const model::Manifest* find(const std::string& model_name, const std::string& version) const;
  std::vector<const model::Manifest*> manifests() const;

  // How many frames a call of segment() should be given: more only costs memory. Falls when the device runs out of
  // memory.
  int batch_frames() const;

  // `manifest` is one of this object's; frames are of one size and contain `box`. `times` is added to. Throws
  // ProcessorError: kTransient when even one frame needs more memory than there is, kInternal when the network fails.
  std::vector<SegmentedFrame> segment(const model::Manifest& manifest, const std::vector<dicom::RgbFrame>& frames,
                                      const dicom::PixelBox& box, NetworkTimes& times);

 private:
  model::Predictor& predictor_of(const model::Manifest& manifest) const;

  std::vector<std::unique_ptr<model::Predictor>> predictors_;
  mutable std::mutex mutex_;  // guards the predictors and batch_frames_
  int batch_frames_;
};

}  // namespace sonolist::processor
