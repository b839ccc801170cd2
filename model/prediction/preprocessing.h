// From pixels to the tensor that the network sees, and from its logits back to the picture.
#pragma once

#include <torch/torch.h>

#include <cstdint>

#include "model/package/manifest.h"
#include "model/prediction/predictor.h"

namespace sonolist::model {

// Where a picture lies in the network's input: rows x cols at the top left. Smaller than the input with letterbox only.
struct Placement {
  std::int64_t rows = 0, cols = 0;
};

Placement place_picture(int rows, int cols, const NetworkInput& input);

// [3,input.height,input.width], float, normalised, on `device`. "grey": luma of ITU-R BT.601 (0.299 R + 0.587 G + 0.114
// B) in three channels; resized as resize_bilinear(); the padding of letterbox is black. Throws ModelError for a
// picture without pixels, with other than 1 or 3 channels, or with a row stride shorter than a row.
torch::Tensor network_input(const PictureView& picture, const NetworkInput& input, torch::Device device);

// logits: [C,input.height,input.width], float, on any device. Returns probabilities [C,rows,cols]: logits of the
// picture's part, each channel divided by its temperature, resized to the picture, softmax over channels.
torch::Tensor picture_probabilities(const torch::Tensor& logits, int rows, int cols, const Manifest& manifest);

}  // namespace sonolist::model
