#include "model/training/auxiliary_head.h"

namespace sonolist::model {

AuxiliaryHead::AuxiliaryHead(std::int64_t deepest_channels, int channels)
    : classify_(
          register_module("classify", torch::nn::Conv2d(torch::nn::Conv2dOptions(deepest_channels, channels, 1)))) {}

}  // namespace sonolist::model
