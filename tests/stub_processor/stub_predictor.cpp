#include "tests/stub_processor/stub_predictor.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <thread>

#include "model/error.h"

namespace sonolist::tests {
namespace {

constexpr float kConfident = 0.9F;

bool is_deadly(const model::PictureView& picture) {
  return picture.channels == 3 && picture.pixels[0] == 255 && picture.pixels[1] == 0 && picture.pixels[2] == 0;
}

class StubPredictor : public model::Predictor {
 public:
  StubPredictor(model::Manifest manifest, std::chrono::milliseconds duration)
      : manifest_(std::move(manifest)), duration_(duration) {}

  const model::Manifest& manifest() const override { return manifest_; }
  std::string device() const override { return "stub"; }
  std::string precision() const override { return "float32"; }

  std::vector<model::Prediction> run(const std::vector<model::PictureView>& pictures, int /*threads*/) override {
    if (std::any_of(pictures.begin(), pictures.end(), is_deadly)) std::abort();
    std::this_thread::sleep_for(duration_);
    std::vector<model::Prediction> predictions;
    std::transform(pictures.begin(), pictures.end(), std::back_inserter(predictions),
                   [this](const model::PictureView& picture) { return shapes_on(picture.rows, picture.cols); });
    return predictions;
  }

 private:
  // The class whose ellipse holds the pixel, else 0. Each class has a column of equal width.
  int label_at(int row, int col, int rows, int cols) const {
    const int classes = manifest_.channels() - 1;
    const double width = static_cast<double>(cols) / classes;
    const int column = std::min(static_cast<int>(col / width), classes - 1);
    const double x = (col + 0.5 - (column + 0.5) * width) / (0.35 * width);
    const double y = (row + 0.5 - 0.5 * rows) / (0.25 * rows);
    return x * x + y * y <= 1.0 ? column + 1 : 0;
  }

  model::Prediction shapes_on(int rows, int cols) const {
    const auto pixels = static_cast<std::size_t>(rows) * static_cast<std::size_t>(cols);
    const auto channels = static_cast<std::size_t>(manifest_.channels());
    const float rest = (1.0F - kConfident) / static_cast<float>(channels - 1);
    model::Prediction prediction;
    prediction.rows = rows;
    prediction.cols = cols;
    prediction.times.network = static_cast<double>(duration_.count());
    prediction.probabilities.assign(channels, std::vector<float>(pixels, rest));
    prediction.labels.reserve(pixels);
    for (int row = 0; row < rows; ++row) {
      for (int col = 0; col < cols; ++col) {
        const int label = label_at(row, col, rows, cols);
        prediction.probabilities[static_cast<std::size_t>(label)][prediction.labels.size()] = kConfident;
        prediction.labels.push_back(static_cast<std::uint8_t>(label));
      }
    }
    return prediction;
  }

  model::Manifest manifest_;
  std::chrono::milliseconds duration_;
};

}  // namespace

std::unique_ptr<model::Predictor> make_stub_predictor(const std::string& package, std::chrono::milliseconds duration) {
  const std::string path = package + "/model.json";
  std::ifstream file(path);
  const auto document = nlohmann::json::parse(file, nullptr, false);
  if (document.is_discarded()) throw model::ModelError(path + " cannot be read");
  return std::make_unique<StubPredictor>(model::parse_manifest(document, path), duration);
}

}  // namespace sonolist::tests
