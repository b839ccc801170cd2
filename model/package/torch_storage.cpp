#include "model/package/torch_storage.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>
#include <utility>

#include "model/error.h"

namespace sonolist::model {
namespace {

using Kind = PickleValue::Kind;

struct StorageType {
  std::string_view global;
  torch::ScalarType type;
};

constexpr std::array<StorageType, 10> kStorageTypes = {{{"torch.DoubleStorage", torch::kFloat64},
                                                        {"torch.FloatStorage", torch::kFloat32},
                                                        {"torch.HalfStorage", torch::kFloat16},
                                                        {"torch.BFloat16Storage", torch::kBFloat16},
                                                        {"torch.LongStorage", torch::kInt64},
                                                        {"torch.IntStorage", torch::kInt32},
                                                        {"torch.ShortStorage", torch::kInt16},
                                                        {"torch.CharStorage", torch::kInt8},
                                                        {"torch.ByteStorage", torch::kUInt8},
                                                        {"torch.BoolStorage", torch::kBool}}};
constexpr std::size_t kLargestNumber = 8;  // bytes

}  // namespace

const std::vector<std::string_view>& storage_globals() {
  static const auto names = [] {
    std::vector<std::string_view> list;
    for (const auto& row : kStorageTypes) list.push_back(row.global);
    return list;
  }();
  return names;
}

StorageReference storage_reference(const PickleValue& persistent, const std::string& origin) {
  const auto refuse = [&] { throw ModelError(origin + ": the pickle refers to something that is no tensor storage"); };
  if (persistent.kind != Kind::kPersistent || persistent.items.front()->kind != Kind::kTuple) refuse();
  const auto& parts = persistent.items.front()->items;
  // Before PyTorch 1.6 there was a sixth part, for views; None in every file but very old ones.
  if (parts.size() != 5 && (parts.size() != 6 || parts[5]->kind != Kind::kNone)) refuse();
  const auto& count = *parts[4];
  if (parts[0]->text != "storage" || parts[1]->kind != Kind::kGlobal || parts[2]->kind != Kind::kText) refuse();
  if (count.kind != Kind::kInteger || count.integer < 0 ||
      static_cast<std::uint64_t>(count.integer) > std::numeric_limits<std::int64_t>::max() / kLargestNumber) {
    refuse();
  }
  const auto* row = std::find_if(kStorageTypes.begin(), kStorageTypes.end(),
                                 [&](const StorageType& known) { return known.global == parts[1]->text; });
  if (row == kStorageTypes.end()) refuse();
  return {row->type, parts[2]->text, count.integer};
}

StorageReader::StorageReader(Find find, std::uint64_t most_bytes, std::string origin)
    : find_(std::move(find)), bytes_left_(most_bytes), origin_(std::move(origin)) {}

torch::Tensor StorageReader::read(const StorageReference& reference) {
  const auto name = reference.key + " " + torch::toString(reference.type);
  const auto known = read_.find(name);
  if (known != read_.end()) {
    if (known->second.numel() == reference.count) return known->second;
    throw ModelError(origin_ + ": storage '" + reference.key + "' has two sizes");
  }
  const auto bytes = find_(reference);
  if (bytes.size() != reference.bytes()) {
    throw ModelError(origin_ + ": storage '" + reference.key + "' has " + std::to_string(bytes.size()) +
                     " bytes; its tensors need " + std::to_string(reference.bytes()));
  }
  if (bytes.size() > bytes_left_) throw ModelError(origin_ + ": its storages are larger than the file");
  bytes_left_ -= bytes.size();
  const bool boolean = reference.type == torch::kBool;
  auto numbers = torch::empty({reference.count}, boolean ? torch::kUInt8 : reference.type);
  if (!bytes.empty()) std::memcpy(numbers.data_ptr(), bytes.data(), bytes.size());
  if (boolean) numbers = numbers.ne(0);  // any other byte in a boolean would be undefined
  const bool narrow = reference.type == torch::kFloat16 || reference.type == torch::kBFloat16;
  return read_.emplace(name, narrow ? numbers.to(torch::kFloat32) : numbers).first->second;
}

}  // namespace sonolist::model
