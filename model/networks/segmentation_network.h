// The interface of every segmentation network and the one way to make one from its description.
#pragma once

#include <torch/torch.h>

#include <memory>
#include <utility>

#include "model/networks/feature_level.h"
#include "model/networks/input_size.h"
#include "model/package/manifest.h"

namespace sonolist::model {

struct TrainingOutput {
  torch::Tensor logits;   // as forward() gives them
  torch::Tensor deepest;  // the encoder's deepest map, see deepest_level(), with gradient; undefined where none
};

// Not thread safe; inference with several threads needs one network each (parameters may be shared).
class SegmentationNetwork : public torch::nn::Module {
 public:
  // x: [N,3,H,W], float, normalised with NetworkInput::mean and std; H and W >= kSmallestInput, any parity.
  // Returns logits [N,channels,H,W]. Throws ModelError for another shape.
  virtual torch::Tensor forward(torch::Tensor x) = 0;

  // The same with what deep supervision needs. One pass: forward() need not be called beside it.
  virtual TrainingOutput forward_for_training(torch::Tensor x) { return {forward(std::move(x)), {}}; }
  // Of `deepest`, whose last cells may lie beyond x; no channels where the network gives none.
  virtual FeatureLevel deepest_level() const { return {}; }

  // Merges every batch normalisation into its convolution: same output in eval mode (up to rounding), fewer operators.
  // For inference only: afterwards the network can neither be trained nor saved. A second call does nothing.
  virtual void fold_batch_norm() {}
  virtual bool batch_norm_folded() const { return false; }
};

// A network with freshly initialised weights (drawn from torch's default generator; seed with torch::manual_seed), on
// the CPU and in training mode. `channels` includes the background. Throws ModelError naming the field of
// `architecture` that is unknown or does not go with the others, and the remedy; type "torchscript" cannot be made,
// only loaded.
std::shared_ptr<SegmentationNetwork> make_network(const Architecture& architecture, int channels);

}  // namespace sonolist::model
