// A packed data set as two tensors that stay in memory, on the CPU or the GPU: there is no data loader.
#pragma once

#include <torch/torch.h>

#include "model/dataset/packed_dataset.h"

namespace sonolist::model {

struct SampleTensors {
  torch::Tensor pictures, labels;  // uint8 [N,H,W], same device
};

// uint8 [N,H,W] to uint8 [N,height,width]: pictures by area (shrinking) or bilinearly, labels by nearest neighbour.
torch::Tensor resize_pictures(const torch::Tensor& pictures, std::int64_t height, std::int64_t width);
torch::Tensor resize_labels(const torch::Tensor& labels, std::int64_t height, std::int64_t width);

// Takes the pixels over without copying them when nothing has to change. Another height or width resizes: pictures by
// area (shrinking) or bilinearly, labels by nearest neighbour. Throws ModelError for an empty data set.
SampleTensors to_tensors(PackedDataset dataset, std::int64_t height, std::int64_t width, const torch::Device& device);

}  // namespace sonolist::model
