#include "model/training/validation.h"

#include <algorithm>

#include "model/training/mixed_precision.h"
#include "model/training/normalise.h"

namespace sonolist::model {
namespace {

// [N,C,C] int64 on the CPU: pixels by reference class and predicted class, for each image.
torch::Tensor confusion(const torch::Tensor& predicted, const torch::Tensor& reference, std::int64_t channels) {
  const std::int64_t count = reference.size(0);
  const auto image = torch::arange(count, reference.options()).view({-1, 1, 1});
  const auto cell = (image * channels + reference) * channels + predicted;
  return torch::bincount(cell.flatten(), {}, count * channels * channels).view({count, channels, channels}).cpu();
}

std::vector<OverlapCounts> counts_of(const torch::Tensor& matrix) {
  const auto cells = matrix.accessor<std::int64_t, 2>();
  std::vector<OverlapCounts> counts(static_cast<std::size_t>(matrix.size(0)));
  for (std::int64_t reference = 0; reference < matrix.size(0); ++reference) {
    for (std::int64_t predicted = 0; predicted < matrix.size(1); ++predicted) {
      const auto pixels = cells[reference][predicted];
      counts[static_cast<std::size_t>(reference)].reference += pixels;
      counts[static_cast<std::size_t>(predicted)].predicted += pixels;
      if (reference == predicted) counts[static_cast<std::size_t>(reference)].overlap += pixels;
    }
  }
  return counts;
}

}  // namespace

OverlapTable validate(SegmentationNetwork& network, const SampleTensors& samples,
                      const std::vector<std::int64_t>& indices, int channels, std::int64_t batch_size) {
  const torch::NoGradGuard no_gradient;
  network.eval();
  OverlapTable table(channels);
  const auto device = samples.pictures.device();
  for (std::size_t begin = 0; begin < indices.size(); begin += static_cast<std::size_t>(batch_size)) {
    const auto end = std::min(indices.size(), begin + static_cast<std::size_t>(batch_size));
    const std::vector<std::int64_t> part(indices.begin() + static_cast<std::ptrdiff_t>(begin),
                                         indices.begin() + static_cast<std::ptrdiff_t>(end));
    const auto chosen = torch::tensor(part).to(device);
    const auto grey = samples.pictures.index_select(0, chosen).unsqueeze(1).to(torch::kFloat32).div_(255.0);
    const auto labels = samples.labels.index_select(0, chosen).to(torch::kInt64);
    torch::Tensor logits;
    {
      const MixedPrecision mixed(device);
      logits = network.forward(normalise_grey(grey, NetworkInput{}));
    }
    const auto matrices = confusion(logits.argmax(1), labels, channels);
    for (std::int64_t image = 0; image < matrices.size(0); ++image) table.add(counts_of(matrices[image]));
  }
  return table;
}

}  // namespace sonolist::model
