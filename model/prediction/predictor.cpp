#include "model/prediction/predictor.h"

#include <torch/torch.h>

#include <chrono>
#include <cstring>
#include <mutex>
#include <utility>

#ifdef SONOLIST_WITH_ONEDNN
#include "model/compiled/compile.h"
#include "model/compiled/thread_share.h"
#endif
#include "model/error.h"
#include "model/package/package.h"
#include "model/prediction/device_choice.h"
#include "model/prediction/label_cleaning.h"
#include "model/prediction/picture_answer.h"
#include "model/prediction/precision_choice.h"
#include "model/prediction/preprocessing.h"

namespace sonolist::model {
namespace {

class Stopwatch {
 public:
  explicit Stopwatch(torch::Device device) : device_(device) {}

  // Milliseconds since the last lap. CUDA works behind our back: it is waited for, else its time would be counted
  // later.
  double lap() {
    if (device_.is_cuda()) torch::cuda::synchronize(device_.index());
    const auto now = Clock::now();
    const std::chrono::duration<double, std::milli> elapsed = now - last_;
    last_ = now;
    return elapsed.count();
  }

 private:
  using Clock = std::chrono::steady_clock;
  torch::Device device_;
  Clock::time_point last_ = Clock::now();
};

// CPU and CUDA allocators throw different types, with nothing but their text in common.
[[noreturn]] void rethrow(const c10::Error& error, const std::string& device) {
  const std::string reason = error.what_without_backtrace();
  if (reason.find("out of memory") != std::string::npos || reason.find("can't allocate memory") != std::string::npos) {
    throw ModelError("out of memory on " + device + "; send fewer pictures at once");
  }
  throw ModelError("the network failed on " + device + ": " + reason);
}

class NetworkPredictor final : public Predictor {
 public:
  NetworkPredictor(Package package, torch::Device device, Precision precision)
      : package_(std::move(package)), device_(device), precision_(precision) {
    if (precision_ != Precision::kFloat32) package_.manifest.precision = name_of(precision_);
    prepare_network();
    const auto& input = package_.manifest.input;
    const std::vector<std::uint8_t> black(static_cast<std::size_t>(input.height * input.width));
    predict_batch({{black.data(), static_cast<int>(input.height), static_cast<int>(input.width), 1,
                    static_cast<std::size_t>(input.width)}});
#ifdef SONOLIST_WITH_ONEDNN
    // A network that LibTorch runs needs all threads: on one, Debian's takes a path that is twenty times slower.
    runs_as_plans_ = device_.is_cpu() && is_planned(package_.network);
#endif
  }

  const Manifest& manifest() const override {
    return package_.manifest;
  }
  std::string device() const override {
    return device_.str();
  }
  std::string precision() const override {
    return name_of(precision_);
  }
  bool runs_side_by_side() const override {
    return runs_as_plans_;
  }

 private:
  std::vector<Prediction> run(const std::vector<PictureView>& pictures, [[maybe_unused]] int threads) override {
    if (pictures.empty()) return {};
#ifdef SONOLIST_WITH_ONEDNN
    if (runs_as_plans_) {
      const ThreadShare share(threads);
      return guarded(pictures);
    }
#endif
    const std::lock_guard<std::mutex> lock(mutex_);
    return guarded(pictures);
  }

  void prepare_network() {
#ifdef SONOLIST_WITH_ONEDNN
    if (device_.is_cpu()) {
      const auto* quantisation = precision_ == Precision::kInt8 ? &*package_.quantisation : nullptr;
      package_.network = compile(package_.network, quantisation);
      return;
    }
#endif
    package_.network->fold_batch_norm();
    package_.network->to(device_);
    if (precision_ == Precision::kBfloat16) package_.network->to(torch::kBFloat16);
  }

  std::vector<Prediction> guarded(const std::vector<PictureView>& pictures) {
    try {
      return predict_batch(pictures);
    } catch (const c10::Error& error) {
      rethrow(error, device());
    }
  }

  std::vector<Prediction> predict_batch(const std::vector<PictureView>& pictures) {
    const torch::InferenceMode inference;
    PredictionTimes times;
    Stopwatch stopwatch(device_);
    std::vector<torch::Tensor> inputs;
    inputs.reserve(pictures.size());
    for (const auto& picture : pictures) inputs.push_back(network_input(picture, package_.manifest.input, device_));
    auto batch = torch::stack(inputs);
    if (precision_ == Precision::kBfloat16)
      batch = batch.to(torch::kBFloat16).contiguous(torch::MemoryFormat::ChannelsLast);
    times.preprocess = stopwatch.lap();
    const auto logits = package_.network->forward(batch).to(torch::kFloat32);
    times.network = stopwatch.lap();
    std::vector<Prediction> predictions;
    predictions.reserve(pictures.size());
    for (std::size_t i = 0; i < pictures.size(); ++i) {
      predictions.push_back(prediction(logits[static_cast<std::int64_t>(i)], pictures[i].rows, pictures[i].cols));
    }
    times.postprocess = stopwatch.lap();
    const auto count = static_cast<double>(pictures.size());
    for (auto& one : predictions)
      one.times = {times.preprocess / count, times.network / count, times.postprocess / count};
    return predictions;
  }

  Prediction prediction(const torch::Tensor& logits, int rows, int cols) const {
    auto result =
        device_.is_cpu() ? picture_answer(logits, rows, cols, package_.manifest) : answer_on_gpu(logits, rows, cols);
    clean_labels(result.labels, rows, cols, package_.manifest.postprocessing);
    return result;
  }

  Prediction answer_on_gpu(const torch::Tensor& logits, int rows, int cols) const {
    const auto on_device = picture_probabilities(logits, rows, cols, package_.manifest);
    const auto labels = on_device.argmax(0).to(torch::kUInt8).cpu().contiguous();
    const auto probabilities = on_device.cpu().contiguous();
    const auto pixels = static_cast<std::size_t>(rows) * cols;
    Prediction result;
    result.rows = rows;
    result.cols = cols;
    const auto* label = labels.data_ptr<std::uint8_t>();
    result.labels.assign(label, label + pixels);
    const auto* probability = probabilities.data_ptr<float>();
    for (std::int64_t channel = 0; channel < probabilities.size(0); ++channel, probability += pixels) {
      result.probabilities.emplace_back(probability, probability + pixels);
    }
    return result;
  }

  Package package_;
  torch::Device device_;
  Precision precision_;
  bool runs_as_plans_ = false;
  std::mutex mutex_;  // of a network that is not one of plans
};

}  // namespace

std::unique_ptr<Predictor> Predictor::create(const std::string& package_path, const std::string& device, int threads,
                                             const std::string& precision) {
  choose_device(device);  // before the work of loading
  return create_from(load_package(package_path), device, threads, precision);
}

std::unique_ptr<Predictor> Predictor::create_from(Package package, const std::string& device, int threads,
                                                  const std::string& precision) {
  set_network_threads(threads);
  const auto chosen = choose_device(device);
  const auto chosen_precision = choose_precision(precision, package, chosen);
  return std::make_unique<NetworkPredictor>(std::move(package), chosen, chosen_precision);
}

}  // namespace sonolist::model
