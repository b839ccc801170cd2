#include "processor/inference/inference_engine.h"

#include <algorithm>
#include <set>
#include <utility>

#include "processor/error.h"

namespace sonolist::processor {
namespace {

model::PictureView view_of(const dicom::RgbFrame& frame, const dicom::PixelBox& box) {
  model::PictureView view;
  view.rows = box.rows();
  view.cols = box.cols();
  view.channels = 3;
  view.row_stride = static_cast<std::size_t>(frame.cols) * 3;
  view.pixels = frame.pixels.data() + static_cast<std::size_t>(box.row_begin) * view.row_stride +
                static_cast<std::size_t>(box.col_begin) * 3;
  return view;
}

// An array of the box's size put into one of the source's size that is 0 elsewhere.
template <typename Value>
std::vector<Value> to_source_size(const std::vector<Value>& values, const dicom::PixelBox& box, int rows, int cols) {
  std::vector<Value> whole(static_cast<std::size_t>(rows) * static_cast<std::size_t>(cols), Value{0});
  for (int row = 0; row < box.rows(); ++row) {
    const auto from = values.begin() + static_cast<std::ptrdiff_t>(row) * box.cols();
    const auto to = whole.begin() + static_cast<std::ptrdiff_t>(row + box.row_begin) * cols + box.col_begin;
    std::copy(from, from + box.cols(), to);
  }
  return whole;
}

SegmentedFrame to_source_size(const model::Prediction& prediction, const dicom::PixelBox& box, int rows, int cols) {
  SegmentedFrame frame;
  frame.labels = to_source_size(prediction.labels, box, rows, cols);
  frame.probabilities.emplace_back();
  for (std::size_t channel = 1; channel < prediction.probabilities.size(); ++channel) {
    frame.probabilities.push_back(to_source_size(prediction.probabilities[channel], box, rows, cols));
  }
  return frame;
}

}  // namespace

InferenceEngine::InferenceEngine(std::vector<std::unique_ptr<model::Predictor>> predictors, int largest_batch)
    : predictors_(std::move(predictors)), batches_(std::make_unique<BatchQueue>(largest_batch)) {
  if (predictors_.empty()) {
    throw ProcessorError(FailureClass::kConfiguration, "no model package is given; name one with --package");
  }
  std::set<std::pair<std::string, std::string>> seen;
  for (const model::Manifest* manifest : manifests()) {
    if (!seen.emplace(manifest->name, manifest->version).second) {
      throw ProcessorError(FailureClass::kConfiguration, "model " + manifest->name + " " + manifest->version +
                                                             " is given twice; remove one of its packages");
    }
  }
}

const model::Manifest* InferenceEngine::find(const std::string& model_name, const std::string& version) const {
  for (const model::Manifest* manifest : manifests()) {
    if (manifest->name == model_name && (version.empty() || manifest->version == version)) return manifest;
  }
  return nullptr;
}

std::vector<const model::Manifest*> InferenceEngine::manifests() const {
  std::vector<const model::Manifest*> all;
  all.reserve(predictors_.size());
  for (const auto& predictor : predictors_) all.push_back(&predictor->manifest());
  return all;
}

bool is_gpu(const std::string& device) {
  return device.rfind("cuda", 0) == 0;
}

bool InferenceEngine::on_gpu() const {
  return is_gpu(predictors_.front()->device());
}

model::Predictor& InferenceEngine::predictor_of(const model::Manifest& manifest) const {
  for (const auto& predictor : predictors_) {
    if (&predictor->manifest() == &manifest) return *predictor;
  }
  throw ProcessorError(FailureClass::kInternal, "the manifest of model " + manifest.name + " is not of this engine");
}

std::vector<SegmentedFrame> InferenceEngine::segment(const model::Manifest& manifest,
                                                     const std::vector<dicom::RgbFrame>& frames,
                                                     const dicom::PixelBox& box, NetworkTimes& times) {
  std::vector<model::PictureView> views;
  views.reserve(frames.size());
  for (const dicom::RgbFrame& frame : frames) views.push_back(view_of(frame, box));
  const auto predictions = batches_->predict(predictor_of(manifest), views, times);
  std::vector<SegmentedFrame> results;
  for (std::size_t i = 0; i < frames.size(); ++i) {
    results.push_back(to_source_size(predictions[i], box, frames[i].rows, frames[i].cols));
  }
  return results;
}

}  // namespace sonolist::processor
