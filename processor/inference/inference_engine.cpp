#include "processor/inference/inference_engine.h"

#include <algorithm>
#include <cmath>
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
template <typename Value, typename Conversion>
std::vector<std::uint8_t> to_source_size(const std::vector<Value>& values, const dicom::PixelBox& box,
                                         const dicom::RgbFrame& source, Conversion conversion) {
  const auto cols = static_cast<std::ptrdiff_t>(source.cols);
  std::vector<std::uint8_t> whole(static_cast<std::size_t>(source.rows) * static_cast<std::size_t>(source.cols), 0);
  for (int row = 0; row < box.rows(); ++row) {
    const auto from = values.begin() + static_cast<std::ptrdiff_t>(row) * box.cols();
    std::transform(from, from + box.cols(), whole.begin() + (row + box.row_begin) * cols + box.col_begin, conversion);
  }
  return whole;
}

SegmentedFrame to_source_size(const model::Prediction& prediction, const dicom::PixelBox& box,
                              const dicom::RgbFrame& source, bool keep_probabilities) {
  const auto to_byte = [](float p) { return static_cast<std::uint8_t>(std::lround(255.0F * p)); };
  SegmentedFrame frame;
  frame.labels = to_source_size(prediction.labels, box, source, [](std::uint8_t label) { return label; });
  frame.probability_sums.emplace_back();
  for (std::size_t channel = 1; channel < prediction.probabilities.size(); ++channel) {
    const auto& probability = prediction.probabilities[channel];
    frame.probability_sums.push_back(model::sum_probability(
        prediction.labels.data(), static_cast<std::uint8_t>(channel), probability.data(), probability.size()));
    if (keep_probabilities) frame.probabilities.push_back(to_source_size(probability, box, source, to_byte));
  }
  return frame;
}

}  // namespace

InferenceEngine::InferenceEngine(std::vector<std::unique_ptr<model::Predictor>> predictors, const EngineLimits& limits)
    : predictors_(std::move(predictors)),
      limits_(limits),
      batches_(std::make_unique<BatchQueue>(limits.largest_batch, limits.lanes)) {
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

int share_of_threads(int threads, int lanes, int steps) {
  const int sharing = std::min(lanes, steps);
  return sharing > 1 ? std::max(1, threads / sharing) : 0;
}

int InferenceEngine::threads_of_a_call() const {
  return share_of_threads(limits_.threads, limits_.lanes, steps_in_work_());
}

std::vector<SegmentedFrame> InferenceEngine::segment(const model::Manifest& manifest,
                                                     const std::vector<dicom::RgbFrame>& frames,
                                                     const dicom::PixelBox& box, const SegmentWish& wish,
                                                     NetworkTimes& times) {
  std::vector<model::PictureView> views;
  views.reserve(frames.size());
  for (const dicom::RgbFrame& frame : frames) views.push_back(view_of(frame, box));
  const auto predictions = batches_->predict(predictor_of(manifest), views, {threads_of_a_call(), wish.urgent}, times);
  std::vector<SegmentedFrame> results;
  for (std::size_t i = 0; i < frames.size(); ++i) {
    results.push_back(to_source_size(predictions[i], box, frames[i], wish.keep_probabilities));
  }
  return results;
}

}  // namespace sonolist::processor
