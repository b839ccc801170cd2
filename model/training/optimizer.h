// AdamW over a network and the trainer's own head, with a rate of its own for the encoder.
#pragma once

#include <torch/torch.h>

#include <memory>

#include "model/networks/segmentation_network.h"

namespace sonolist::model {

struct OptimizerOptions {
  double weight_decay = 0.0;    // decoupled (AdamW); 0 is plain Adam
  double encoder_factor = 1.0;  // of the learning rate, for parameters named "encoder."; 1: one rate for all
};

// `head` may be null. With an encoder factor the second group of parameters is the encoder. Throws ModelError for a
// factor out of (0,10], or another than 1 for a network that has no encoder of that name.
std::unique_ptr<torch::optim::AdamW> make_optimizer(const SegmentationNetwork& network, const torch::nn::Module* head,
                                                    const OptimizerOptions& options);

void set_learning_rate(torch::optim::AdamW& optimizer, double rate, const OptimizerOptions& options);

// Scales all gradients so that their common norm is at most `largest`. Unlike torch::nn::utils::clip_grad_norm_ it does
// not wait for the GPU.
void clip_gradients(torch::optim::Optimizer& optimizer, double largest);

}  // namespace sonolist::model
