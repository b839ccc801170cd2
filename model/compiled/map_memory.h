// Memory for the maps of a plan: a block is given to a later map when its own is no longer read.
#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <utility>
#include <vector>

namespace sonolist::model {

class MapMemory {
 public:
  // At least `bytes`, aligned to 64: the smallest free block that is large enough, else a new one.
  std::uint8_t* take(std::int64_t bytes);
  void give_back(const std::uint8_t* block);
  // All blocks; they live as long as these tensors.
  std::vector<torch::Tensor> blocks() const;

 private:
  struct Block {
    torch::Tensor bytes;
    bool free = false;
  };
  std::vector<Block> blocks_;
};

}  // namespace sonolist::model
