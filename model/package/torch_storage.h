// The numbers behind the tensors of a file of torch.save.
#pragma once

#include <torch/torch.h>

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "model/package/pickle.h"

namespace sonolist::model {

// What a pickle says of one storage: ("storage", type, key, location, count).
struct StorageReference {
  torch::ScalarType type = torch::kFloat32;
  std::string key;
  std::int64_t count = 0;  // of numbers; bytes() does not overflow

  std::uint64_t bytes() const { return static_cast<std::uint64_t>(count) * torch::elementSize(type); }
};

// The globals that name storages: "torch.FloatStorage" and its like.
const std::vector<std::string_view>& storage_globals();

// Throws ModelError naming `origin` where `persistent` is not the identifier of a storage.
StorageReference storage_reference(const PickleValue& persistent, const std::string& origin);

// Reads storages, each once. Not thread safe.
class StorageReader {
 public:
  // `find` gives the bytes of a storage, StorageReference::bytes() of them, or throws. No more than `most_bytes` are
  // read in all: entries of a hostile .zip may lie on top of each other.
  using Find = std::function<std::string_view(const StorageReference&)>;
  StorageReader(Find find, std::uint64_t most_bytes, std::string origin);

  // One-dimensional, on the CPU, F16 and BF16 as F32; valid for as long as anyone holds it. Throws ModelError.
  torch::Tensor read(const StorageReference& reference);

 private:
  Find find_;
  std::uint64_t bytes_left_;
  std::string origin_;
  std::map<std::string, torch::Tensor> read_;  // by key and type
};

}  // namespace sonolist::model
