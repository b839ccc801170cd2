// A network small enough for a test of training, with everything that a step touches: convolution, batch
// normalisation, dropout.
#pragma once

#include <memory>

#include "model/networks/segmentation_network.h"
#include "model/training/network_description.h"
#include "model/training/sample_tensors.h"

namespace sonolist::model::testing {

class TinyNetwork : public SegmentationNetwork {
 public:
  explicit TinyNetwork(int channels)
      : first_(register_module("first", torch::nn::Conv2d(torch::nn::Conv2dOptions(3, 8, 3).padding(1)))),
        norm_(register_module("norm", torch::nn::BatchNorm2d(8))),
        dropout_(register_module("dropout", torch::nn::Dropout2d(0.2))),
        last_(register_module("last", torch::nn::Conv2d(8, channels, 1))) {}

  torch::Tensor forward(torch::Tensor x) override { return last_(dropout_(torch::relu(norm_(first_(x))))); }

 private:
  torch::nn::Conv2d first_;
  torch::nn::BatchNorm2d norm_;
  torch::nn::Dropout2d dropout_;
  torch::nn::Conv2d last_;
};

// The same with an encoder of that name and a deepest map, for deep supervision and a rate of its own.
class TinyDeepNetwork : public SegmentationNetwork {
 public:
  explicit TinyDeepNetwork(int channels)
      : encoder_(register_module("encoder", torch::nn::Conv2d(torch::nn::Conv2dOptions(3, 8, 3).padding(1).stride(2)))),
        norm_(register_module("norm", torch::nn::BatchNorm2d(8))),
        last_(register_module("last", torch::nn::Conv2d(8, channels, 1))) {}

  torch::Tensor forward(torch::Tensor x) override { return forward_for_training(std::move(x)).logits; }
  TrainingOutput forward_for_training(torch::Tensor x) override {
    const auto deepest = torch::relu(norm_(encoder_(x)));
    return {torch::upsample_bilinear2d(last_(deepest), {x.size(2), x.size(3)}, false), deepest};
  }
  FeatureLevel deepest_level() const override { return {8, 2}; }

 private:
  torch::nn::Conv2d encoder_;
  torch::nn::BatchNorm2d norm_;
  torch::nn::Conv2d last_;
};

inline std::shared_ptr<TinyDeepNetwork> make_tiny_deep_network(int channels = 3) {
  torch::manual_seed(12);
  return std::make_shared<TinyDeepNetwork>(channels);
}

inline std::shared_ptr<TinyNetwork> make_tiny_network(int channels = 3) {
  torch::manual_seed(11);
  return std::make_shared<TinyNetwork>(channels);
}

// Dark background, a grey band of class 1 and a bright one of class 2, at a place that differs from sample to sample.
inline SampleTensors banded_samples(std::int64_t count = 6, std::int64_t height = 16, std::int64_t width = 20) {
  SampleTensors samples{torch::zeros({count, height, width}, torch::kUInt8),
                        torch::zeros({count, height, width}, torch::kUInt8)};
  for (std::int64_t i = 0; i < count; ++i) {
    samples.labels[i].slice(0, 2 + i, 6 + i).fill_(1);
    samples.labels[i].slice(1, 12, 16).fill_(2);
  }
  samples.pictures = samples.labels * 100 + 20;
  return samples;
}

inline NetworkDescription tiny_description() {
  NetworkDescription description;
  description.classes = {"background", "nerve", "vessel"};
  description.height = 16;
  description.width = 20;
  description.training_data = "bands";
  description.simulated = true;
  return description;
}

}  // namespace sonolist::model::testing
