#include "model/compiled/map_memory.h"

#include <algorithm>

namespace sonolist::model {

std::uint8_t* MapMemory::take(std::int64_t bytes) {
  Block* best = nullptr;
  for (auto& block : blocks_) {
    if (!block.free || block.bytes.numel() < bytes) continue;
    if (best == nullptr || block.bytes.numel() < best->bytes.numel()) best = &block;
  }
  if (best == nullptr) {
    blocks_.push_back({torch::empty({bytes}, torch::kUInt8), true});
    best = &blocks_.back();
  }
  best->free = false;
  return best->bytes.data_ptr<std::uint8_t>();
}

void MapMemory::give_back(const std::uint8_t* block) {
  for (auto& candidate : blocks_) {
    if (candidate.bytes.data_ptr<std::uint8_t>() == block) candidate.free = true;
  }
}

std::vector<torch::Tensor> MapMemory::blocks() const {
  std::vector<torch::Tensor> all;
  for (const auto& block : blocks_) all.push_back(block.bytes);
  return all;
}

}  // namespace sonolist::model
