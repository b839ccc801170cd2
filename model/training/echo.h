// What another machine, another setting or another patient would have made of the same echoes: changes of brightness
// that leave every structure in its place.
#pragma once

#include <torch/torch.h>

#include "model/training/sample_draws.h"

namespace sonolist::model {

// Lengths are in pixels of a picture of 240 rows, so that they mean the same at every size. In this order:
struct EchoOptions {
  Effect blur;     // Gaussian, its sigma up to this; at most 4
  Effect speckle;  // multiplied by 1 + n, n smooth noise of a deviation up to this; 0..1
  Effect tgc;      // gain along the depth: a factor in 1-tgc..1+tgc at each of six depths, linear between; 0 <= tgc < 1
  Effect shadow;   // a band beneath a random point, vertical or slanted, darkened by half of this to this; 0..1
  Effect gamma;    // exponent exp(u), u in +-gamma; 0..2
  Effect gain;     // brightness factor in 1-gain..1+gain; 0 <= gain < 1
};

// Throws ModelError for an option out of range.
void check_echo(const EchoOptions& options);

// grey: float32 [N,1,h,w] in [0,1], on any device; `pixel`: pixels of it for one of a picture of 240 rows. Returns the
// same shape and range. Black stays black.
torch::Tensor change_echo(torch::Tensor grey, double pixel, const EchoOptions& options, SampleDraws& draws);

}  // namespace sonolist::model
