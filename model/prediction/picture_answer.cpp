#include "model/prediction/picture_answer.h"

#include <vector>

#include "model/kernels/interpolation.h"
#include "model/kernels/row_kernels.h"
#include "model/prediction/preprocessing.h"

namespace sonolist::model {

Prediction picture_answer(const torch::Tensor& logits, int rows, int cols, const Manifest& manifest) {
  const auto placement = place_picture(rows, cols, manifest.input);
  auto placed = logits.slice(1, 0, placement.rows).slice(2, 0, placement.cols);
  if (!manifest.temperatures.empty()) {
    placed = placed / torch::tensor(manifest.temperatures, torch::kFloat32).reshape({-1, 1, 1});
  }
  const auto planes = placed.contiguous();
  const auto channels = planes.size(0);
  const auto row_interpolation = interpolation(placement.rows, rows),
             col_interpolation = interpolation(placement.cols, cols);

  Prediction result;
  result.rows = rows;
  result.cols = cols;
  const auto pixels = static_cast<std::size_t>(rows) * static_cast<std::size_t>(cols);
  result.labels.resize(pixels);
  for (std::int64_t channel = 0; channel < channels; ++channel) result.probabilities.emplace_back(pixels);
  const auto* plane_numbers = planes.data_ptr<float>();
  at::parallel_for(0, rows, 1, [&](std::int64_t begin, std::int64_t end) {
    const auto& kernels = row_kernels();
    std::vector<float> mixed(static_cast<std::size_t>(placement.cols)), maximum(static_cast<std::size_t>(cols)),
        sum(static_cast<std::size_t>(cols));
    std::vector<float*> row_planes(static_cast<std::size_t>(channels));
    for (auto row = begin; row < end; ++row) {
      const auto index = static_cast<std::size_t>(row);
      const auto first = row * cols;
      for (std::int64_t channel = 0; channel < channels; ++channel) {
        const auto* plane = plane_numbers + channel * placement.rows * placement.cols;
        auto* to = result.probabilities[static_cast<std::size_t>(channel)].data() + first;
        kernels.resize(plane + row_interpolation.before[index] * placement.cols,
                       plane + row_interpolation.after[index] * placement.cols, row_interpolation.weight[index],
                       placement.cols, 1, col_interpolation.columns(), mixed.data(), to);
        row_planes[static_cast<std::size_t>(channel)] = to;
      }
      kernels.softmax(row_planes.data(), channels, result.labels.data() + first, maximum.data(), sum.data(), cols);
    }
  });
  return result;
}

}  // namespace sonolist::model
