#include "model/networks/averaged_network.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "model/error.h"
#include "model/networks/resize.h"

namespace sonolist::model {
namespace {

constexpr std::int64_t kWidthAxis = 3;
constexpr double kLeastProbability = 1e-12;  // whose logarithm is still finite

}  // namespace

AveragedNetwork::AveragedNetwork(std::vector<std::shared_ptr<SegmentationNetwork>> members, const TestTimeViews& views)
    : members_(std::move(members)), views_(views) {
  if (members_.empty()) throw ModelError("an ensemble without a member has nothing to average");
  if (views_.scales.empty()) throw ModelError("test_time.scales is empty; give at least 1.0");
  for (std::size_t i = 0; i < members_.size(); ++i) register_module("member" + std::to_string(i + 1), members_[i]);
}

torch::Tensor AveragedNetwork::view_probabilities(SegmentationNetwork& member, const torch::Tensor& x,
                                                  double scale) const {
  const auto scaled = [scale](std::int64_t side) {
    return std::max<std::int64_t>(kSmallestInput, std::llround(scale * static_cast<double>(side)));
  };
  auto views = resize_bilinear(x, scaled(x.size(2)), scaled(x.size(3)));
  // Both views in one batch: one launch instead of two.
  if (views_.flip) views = torch::cat({views, views.flip({kWidthAxis})});
  auto probabilities =
      torch::softmax(resize_bilinear(member.forward(views), x.size(2), x.size(3)).to(torch::kFloat32), 1);
  if (!views_.flip) return probabilities;
  const auto halves = probabilities.chunk(2);
  return (halves[0] + halves[1].flip({kWidthAxis})) / 2;
}

torch::Tensor AveragedNetwork::forward(torch::Tensor x) {
  torch::Tensor sum;
  for (const auto& member : members_) {
    for (const double scale : views_.scales) {
      const auto probabilities = view_probabilities(*member, x, scale);
      sum = sum.defined() ? sum + probabilities : probabilities;
    }
  }
  const auto count = static_cast<double>(members_.size() * views_.scales.size());
  return (sum / count).clamp_min(kLeastProbability).log();
}

void AveragedNetwork::fold_batch_norm() {
  for (const auto& member : members_) member->fold_batch_norm();
}

bool AveragedNetwork::batch_norm_folded() const {
  return members_.front()->batch_norm_folded();
}

std::int64_t AveragedNetwork::passes() const {
  return static_cast<std::int64_t>(members_.size() * views_.scales.size()) * (views_.flip ? 2 : 1);
}

}  // namespace sonolist::model
