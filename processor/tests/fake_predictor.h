// A network that needs no weights: it sees the structures in the grey values.
#pragma once

#include <algorithm>
#include <memory>
#include <utility>

#include "model/error.h"
#include "model/prediction/predictor.h"

namespace sonolist::processor {

inline model::Manifest fake_manifest() {
  model::Manifest manifest;
  manifest.name = "fake";
  manifest.version = "1.0.0";
  manifest.title = "Fake nerve block";
  manifest.weights_sha256 = std::string(64, 'a');
  const auto add = [&](const char* name, const char* label, const char* kind, model::CodedConcept type) {
    model::StructureClass structure;
    structure.index = static_cast<int>(manifest.classes.size()) + 1;
    structure.name = name;
    structure.label = label;
    structure.kind = kind;
    structure.colour_rgb = {255, 200, 0};
    structure.category = {"91723000", "SCT", "Anatomical Structure"};
    structure.type = std::move(type);
    structure.anatomic_region = model::CodedConcept{"68367000", "SCT", "Thigh"};
    manifest.classes.push_back(structure);
  };
  add("bone", "Femur", "bone", {"71341001", "SCT", "Femur"});
  add("nerve", "Sciatic nerve", "nerve", {"19034", "FMA", "Sciatic nerve"});
  add("artery", "Femoral artery", "artery", {"7657000", "SCT", "Femoral artery"});
  manifest.distances = {{"nerve", "artery"}};
  return manifest;
}

// Grey values 110, 120 and 130 are classes 1, 2 and 3 with probability 0.75; everything else is background.
class FakePredictor : public model::Predictor {
 public:
  explicit FakePredictor(model::Manifest manifest = fake_manifest()) : manifest_(std::move(manifest)) {}

  const model::Manifest& manifest() const override { return manifest_; }
  std::string device() const override { return "cpu"; }
  std::string precision() const override { return "float32"; }

  std::vector<model::Prediction> run(const std::vector<model::PictureView>& pictures, int /*threads*/) override {
    batch_sizes.push_back(pictures.size());
    if (pictures.size() > memory_for) throw model::ModelError("out of memory on the device");
    if (defect) throw model::ModelError("a defect");
    std::vector<model::Prediction> predictions;
    std::transform(pictures.begin(), pictures.end(), std::back_inserter(predictions),
                   [this](const model::PictureView& picture) { return predict_one(picture); });
    return predictions;
  }

  std::vector<std::size_t> batch_sizes;  // of every call
  std::size_t memory_for = 1000;         // pictures
  bool defect = false;

 private:
  model::Prediction predict_one(const model::PictureView& picture) const {
    model::Prediction prediction;
    prediction.rows = picture.rows;
    prediction.cols = picture.cols;
    prediction.times = {0.1, 0.2, 0.3};
    const auto pixels = static_cast<std::size_t>(picture.rows) * static_cast<std::size_t>(picture.cols);
    prediction.probabilities.assign(static_cast<std::size_t>(manifest_.channels()), std::vector<float>(pixels, 0.0F));
    for (int row = 0; row < picture.rows; ++row) {
      for (int col = 0; col < picture.cols; ++col) {
        const int grey = picture.pixels[row * picture.row_stride + static_cast<std::size_t>(col) * picture.channels];
        const int label = grey == 110 || grey == 120 || grey == 130 ? (grey - 100) / 10 : 0;
        prediction.probabilities[static_cast<std::size_t>(label)][prediction.labels.size()] = 0.75F;
        prediction.labels.push_back(static_cast<std::uint8_t>(label));
      }
    }
    return prediction;
  }

  model::Manifest manifest_;
};

}  // namespace sonolist::processor
