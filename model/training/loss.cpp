#include "model/training/loss.h"

#include "model/error.h"

namespace sonolist::model {
namespace {

constexpr double kFocalTverskyExponent = 0.75;

torch::Tensor pixel_loss(const torch::Tensor& log_probabilities, const torch::Tensor& labels,
                         const torch::Tensor& class_weights, const LossOptions& options) {
  if (options.pixel == PixelTerm::kCrossEntropy) {
    if (options.label_smoothing == 0.0) return torch::nll_loss_nd(log_probabilities, labels, class_weights);
    // The logarithms of probabilities are logits of the same probabilities.
    return torch::cross_entropy_loss(log_probabilities, labels, class_weights, at::Reduction::Mean, -100,
                                     options.label_smoothing);
  }
  const auto of_truth = log_probabilities.gather(1, labels.unsqueeze(1)).squeeze(1);
  const auto focal = -of_truth * (1.0 - of_truth.exp()).clamp_min(1e-6).pow(options.focal_gamma);
  if (!class_weights.defined()) return focal.mean();
  const auto weights = class_weights.index_select(0, labels.flatten()).view(labels.sizes());
  return (focal * weights).sum() / weights.sum();
}

// Of each foreground class: what is missed or falsely found, in proportion to the structure; 0..1.
torch::Tensor region_misfit(const torch::Tensor& overlap, const torch::Tensor& predicted, const torch::Tensor& expected,
                            const LossOptions& options) {
  // The denominators are positive wherever a class is present; elsewhere the caller's mask removes the value.
  if (options.region == RegionTerm::kDice) return 1.0 - 2.0 * overlap / (predicted + expected).clamp_min(1e-6);
  const auto missed = expected - overlap, false_alarm = predicted - overlap;
  const auto weighted = options.tversky_alpha * missed + (1.0 - options.tversky_alpha) * false_alarm;
  const auto misfit = 1.0 - overlap / (overlap + weighted).clamp_min(1e-6);
  if (options.region == RegionTerm::kTversky) return misfit;
  return misfit.clamp_min(1e-4).pow(kFocalTverskyExponent);  // the slope at 0 is infinite
}

torch::Tensor region_loss(const torch::Tensor& log_probabilities, const torch::Tensor& labels,
                          const LossOptions& options) {
  const auto reference = torch::zeros_like(log_probabilities).scatter_(1, labels.unsqueeze(1), 1.0);
  const auto probabilities = log_probabilities.exp();
  // [N,C] or [C], then without the background
  const auto pixels = options.region_per_picture ? std::vector<std::int64_t>{2, 3} : std::vector<std::int64_t>{0, 2, 3};
  const auto foreground = [](const torch::Tensor& sums) { return sums.slice(-1, 1); };
  const auto overlap = foreground((probabilities * reference).sum(pixels));
  const auto predicted = foreground(probabilities.sum(pixels));
  const auto expected = foreground(reference.sum(pixels));
  const auto present = (expected > 0).to(torch::kFloat32);
  const auto misfit = region_misfit(overlap, predicted, expected, options);
  return (misfit * present).sum() / present.sum().clamp_min(1.0);
}

}  // namespace

void set_loss_terms(LossOptions& options, const std::string& name) {
  const auto dash = name.rfind('-');
  const auto region = name.substr(0, dash), pixel = dash == std::string::npos ? "" : name.substr(dash + 1);
  const bool known_pixel = pixel == "ce" || pixel == "focal";
  if (!known_pixel || (region != "dice" && region != "tversky" && region != "focal-tversky")) {
    throw ModelError("loss '" + name + "' is unknown; use dice, tversky or focal-tversky, with -ce or -focal");
  }
  options.pixel = pixel == "ce" ? PixelTerm::kCrossEntropy : PixelTerm::kFocal;
  options.region = region == "dice"      ? RegionTerm::kDice
                   : region == "tversky" ? RegionTerm::kTversky
                                         : RegionTerm::kFocalTversky;
}

void check_loss(const LossOptions& options) {
  if (!(options.focal_gamma >= 0.0 && options.focal_gamma <= 5.0)) {
    throw ModelError("focal gamma: give a number from 0 to 5");
  }
  if (!(options.tversky_alpha > 0.0 && options.tversky_alpha < 1.0)) {
    throw ModelError("Tversky alpha: give a number between 0 and 1");
  }
  if (!(options.label_smoothing >= 0.0 && options.label_smoothing < 1.0)) {
    throw ModelError("label smoothing: give a number from 0 to less than 1");
  }
  if (options.label_smoothing > 0.0 && options.pixel != PixelTerm::kCrossEntropy) {
    throw ModelError("label smoothing goes with cross entropy; use a loss that ends in -ce");
  }
}

SegmentationLoss segmentation_loss(const torch::Tensor& logits, const torch::Tensor& labels,
                                   const torch::Tensor& class_weights, const LossOptions& options) {
  const auto log_probabilities = torch::log_softmax(logits.to(torch::kFloat32), 1);
  SegmentationLoss loss;
  loss.pixel = pixel_loss(log_probabilities, labels, class_weights, options);
  loss.region = region_loss(log_probabilities, labels, options);
  loss.total = loss.pixel + loss.region;
  return loss;
}

}  // namespace sonolist::model
