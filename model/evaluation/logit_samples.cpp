#include "model/evaluation/logit_samples.h"

#include "model/networks/resize.h"
#include "model/prediction/preprocessing.h"

namespace sonolist::model {

void add_samples(LogitSamples& samples, const torch::Tensor& logits, const std::vector<std::uint8_t>& labels, int rows,
                 int cols, const NetworkInput& input, std::int64_t count, std::mt19937_64& random) {
  const auto placement = place_picture(rows, cols, input);
  const auto part = logits.slice(1, 0, placement.rows).slice(2, 0, placement.cols);
  const auto resized = resize_bilinear(part.unsqueeze(0).to(torch::kFloat32), rows, cols).squeeze(0).cpu().contiguous();
  samples.channels = static_cast<int>(resized.size(0));
  const auto* values = resized.data_ptr<float>();
  for (std::int64_t i = 0; i < count; ++i) {
    const auto pixel = static_cast<std::size_t>(random() % labels.size());
    samples.labels.push_back(labels[pixel]);
    for (std::size_t channel = 0; channel < static_cast<std::size_t>(samples.channels); ++channel) {
      samples.logits.push_back(values[channel * labels.size() + pixel]);
    }
  }
}

}  // namespace sonolist::model
