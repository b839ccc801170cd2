#include "model/training/loss.h"

namespace sonolist::model {

SegmentationLoss segmentation_loss(const torch::Tensor& logits, const torch::Tensor& labels,
                                   const torch::Tensor& class_weights) {
  const auto log_probabilities = torch::log_softmax(logits.to(torch::kFloat32), 1);
  SegmentationLoss loss;
  loss.cross_entropy = torch::nll_loss_nd(log_probabilities, labels, class_weights);

  const auto reference = torch::zeros_like(log_probabilities).scatter_(1, labels.unsqueeze(1), 1.0);
  const auto probabilities = log_probabilities.exp();
  const std::vector<std::int64_t> over_batch{0, 2, 3};
  const auto foreground = [](const torch::Tensor& sums) { return sums.slice(0, 1); };
  const auto overlap = foreground((probabilities * reference).sum(over_batch));
  const auto predicted = foreground(probabilities.sum(over_batch));
  const auto expected = foreground(reference.sum(over_batch));
  const auto present = (expected > 0).to(torch::kFloat32);
  // The denominator is positive wherever a class is present; elsewhere the mask removes the value.
  const auto dice = 2.0 * overlap / (predicted + expected).clamp_min(1e-6);
  loss.dice = ((1.0 - dice) * present).sum() / present.sum().clamp_min(1.0);
  loss.total = loss.cross_entropy + loss.dice;
  return loss;
}

}  // namespace sonolist::model
