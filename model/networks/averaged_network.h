// Several networks, or several views of one picture, averaged into one answer: test-time augmentation and ensembles.
#pragma once

#include <memory>
#include <vector>

#include "model/networks/segmentation_network.h"

namespace sonolist::model {

// A pass is one run of one member on one view. Its cost is that of a single network times passes() (and the square of
// the scale).
class AveragedNetwork : public SegmentationNetwork {
 public:
  // Members have the same channels and share nothing else. Throws ModelError without a member or a view.
  AveragedNetwork(std::vector<std::shared_ptr<SegmentationNetwork>> members, const TestTimeViews& views);

  // The logarithm of the mean of the passes' softmax: probabilities are averaged, not logits, because a certain pass
  // must not outvote the others without limit. Mirrored views are mirrored back, scaled ones resized back.
  torch::Tensor forward(torch::Tensor x) override;
  void fold_batch_norm() override;
  bool batch_norm_folded() const override;

  std::int64_t passes() const;
  const std::vector<std::shared_ptr<SegmentationNetwork>>& members() const { return members_; }
  const TestTimeViews& views() const { return views_; }

 private:
  torch::Tensor view_probabilities(SegmentationNetwork& member, const torch::Tensor& x, double scale) const;

  std::vector<std::shared_ptr<SegmentationNetwork>> members_;  // children "member1", "member2", ...
  TestTimeViews views_;
};

}  // namespace sonolist::model
