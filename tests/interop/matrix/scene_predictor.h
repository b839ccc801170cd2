// A network that knows the scene: its label maps and probabilities are those of the formula.
#pragma once

#include <utility>

#include "model/prediction/predictor.h"
#include "tests/interop/matrix/scene.h"

namespace sonolist::matrix {

// For one pass over the frames of one image, in their order; `box` is the part of the image that is shown to networks.
class ScenePredictor : public model::Predictor {
 public:
  ScenePredictor(model::Manifest manifest, Scene scene, dicom::PixelBox box)
      : manifest_(std::move(manifest)), scene_(std::move(scene)), box_(box) {}

  const model::Manifest& manifest() const override { return manifest_; }
  std::string device() const override { return "cpu"; }
  std::string precision() const override { return "float32"; }

  std::vector<model::Prediction> run(const std::vector<model::PictureView>& pictures, int /*threads*/) override {
    std::vector<model::Prediction> predictions;
    for (std::size_t i = 0; i < pictures.size(); ++i) predictions.push_back(predict_frame(next_frame_++));
    return predictions;
  }

 private:
  model::Prediction predict_frame(int frame) const {
    model::Prediction prediction;
    prediction.rows = box_.rows();
    prediction.cols = box_.cols();
    prediction.probabilities.resize(static_cast<std::size_t>(manifest_.channels()));
    for (int row = box_.row_begin; row < box_.row_end; ++row) {
      for (int col = box_.col_begin; col < box_.col_end; ++col) {
        prediction.labels.push_back(label_at(scene_, frame, row, col));
        float background = 1.0F;
        for (int label = 1; label < manifest_.channels(); ++label) {
          const float value = probability(scene_, label, frame, row, col);
          prediction.probabilities[static_cast<std::size_t>(label)].push_back(value);
          background -= value;
        }
        prediction.probabilities[0].push_back(background);
      }
    }
    return prediction;
  }

  model::Manifest manifest_;
  Scene scene_;
  dicom::PixelBox box_;
  int next_frame_ = 0;
};

}  // namespace sonolist::matrix
