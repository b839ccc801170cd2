#include "model/package/torch_state_dict.h"

#include <algorithm>
#include <memory>
#include <optional>

#include "model/error.h"
#include "model/package/pickle.h"
#include "model/package/stored_zip.h"
#include "model/package/torch_storage.h"

namespace sonolist::model {
namespace {

using Kind = PickleValue::Kind;

constexpr std::string_view kRebuildTensor = "torch._utils._rebuild_tensor",
                           kRebuildTensor2 = "torch._utils._rebuild_tensor_v2",
                           kRebuildParameter = "torch._utils._rebuild_parameter";
constexpr std::string_view kPickleStart = "\x80";
// The first of the five pickles of a file before PyTorch 1.6: 0x1950a86a20f9469cfc6c, and its byte order here.
constexpr std::string_view kLegacyMagic = "\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19";

std::vector<std::string_view> state_dict_globals() {
  auto names = storage_globals();
  names.insert(names.end(), {kRebuildTensor, kRebuildTensor2, kRebuildParameter});
  return names;
}

class TensorBuilder {
 public:
  TensorBuilder(StorageReader& storages, const std::string& origin) : storages_(storages), origin_(origin) {}

  torch::Tensor build(const std::string& name, const PickleValue& value) const {
    const auto* call = &value;
    if (is_call(*call, kRebuildParameter)) call = argument(name, *call, 0);
    if (!is_call(*call, kRebuildTensor) && !is_call(*call, kRebuildTensor2)) {
      refuse(name, "is not a tensor; save model.state_dict() alone");
    }
    const auto storage = storages_.read(storage_reference(*argument(name, *call, 0), origin_));
    const auto offset = whole_number(name, *argument(name, *call, 1));
    const auto shape = whole_numbers(name, *argument(name, *call, 2));
    const auto strides = whole_numbers(name, *argument(name, *call, 3));
    require_within(name, storage.numel(), offset, shape, strides);
    return storage.as_strided(shape, strides, offset);
  }

 private:
  [[noreturn]] void refuse(const std::string& name, const std::string& reason) const {
    throw ModelError(origin_ + ": '" + name + "' " + reason);
  }

  static bool is_call(const PickleValue& value, std::string_view callable) {
    return value.kind == Kind::kCall && value.callable->text == callable;
  }
  const PickleValue* argument(const std::string& name, const PickleValue& call, std::size_t index) const {
    const auto& arguments = call.items.front()->items;
    if (index >= arguments.size()) refuse(name, "is a tensor with too few properties");
    return arguments[index];
  }
  std::int64_t whole_number(const std::string& name, const PickleValue& value) const {
    if (value.kind != Kind::kInteger || value.integer < 0) refuse(name, "has a size or offset that is no whole number");
    return value.integer;
  }
  std::vector<std::int64_t> whole_numbers(const std::string& name, const PickleValue& value) const {
    constexpr std::size_t kMostDimensions = 64;
    if (value.kind != Kind::kTuple || value.items.size() > kMostDimensions) refuse(name, "has a shape that is none");
    std::vector<std::int64_t> numbers;
    for (const auto* item : value.items) numbers.push_back(whole_number(name, *item));
    return numbers;
  }

  // No number that overflows, none outside of the storage, and none shown twice: a small storage could pose as a huge
  // tensor otherwise.
  void require_within(const std::string& name, std::int64_t count, std::int64_t offset,
                      const std::vector<std::int64_t>& shape, const std::vector<std::int64_t>& strides) const {
    if (shape.size() != strides.size()) refuse(name, "has more sizes than strides or fewer");
    if (offset >= count) refuse(name, "begins beyond its storage, or is empty");
    std::int64_t numbers = 1, last = offset;
    for (std::size_t i = 0; i < shape.size(); ++i) {
      if (shape[i] == 0) refuse(name, "is empty");
      if (shape[i] > count / numbers) refuse(name, "has more numbers than its storage");
      numbers *= shape[i];
      if (shape[i] == 1) continue;
      if (strides[i] == 0) refuse(name, "shows numbers several times; save a copy");
      if (shape[i] - 1 > (count - 1 - last) / strides[i]) refuse(name, "reaches beyond its storage");
      last += (shape[i] - 1) * strides[i];
    }
  }

  StorageReader& storages_;
  const std::string& origin_;
};

const PickleValue& state_dict_of(const PickleValue& root, const std::string& origin) {
  for (const char* key : {"state_dict", "model", "model_state_dict"}) {
    const auto* inner = root.find(key);
    if (inner != nullptr && inner->kind == Kind::kDictionary) return *inner;
  }
  if (root.kind != Kind::kDictionary) throw ModelError(origin + ": holds no state dict; save model.state_dict()");
  return root;
}

void drop_common_prefix(TensorMap& tensors) {
  constexpr std::string_view kParallelPrefix = "module.";
  const auto has_prefix = [&](const auto& item) {
    return item.first.compare(0, kParallelPrefix.size(), kParallelPrefix) == 0;
  };
  if (!std::all_of(tensors.begin(), tensors.end(), has_prefix)) return;
  TensorMap stripped;
  for (auto& [name, tensor] : tensors) stripped.emplace(name.substr(kParallelPrefix.size()), tensor);
  tensors = std::move(stripped);
}

TensorMap tensors_of(const PickleDocument& document, const StorageReader::Find& find, std::uint64_t most_bytes,
                     const std::string& origin) {
  StorageReader storages(find, most_bytes, origin);
  const TensorBuilder builder(storages, origin);
  TensorMap tensors;
  for (const auto& [key, value] : state_dict_of(*document.root, origin).entries) {
    if (key->kind != Kind::kText) throw ModelError(origin + ": a name in the state dict is no text");
    tensors.insert_or_assign(key->text, builder.build(key->text, *value));
  }
  drop_common_prefix(tensors);
  return tensors;
}

TensorMap parse_zip(std::string_view bytes, const std::string& origin) {
  const StoredZip zip(bytes, origin);
  if (zip.has("byteorder") && zip.read("byteorder") != "little") {
    throw ModelError(origin + ": was written on a big-endian machine; save it on another");
  }
  const auto document = parse_pickle(zip.read("data.pkl"), state_dict_globals(), origin);
  const auto find = [&](const StorageReference& storage) { return zip.read("data/" + storage.key); };
  return tensors_of(document, find, bytes.size(), origin);
}

// Five pickles: magic number, protocol, machine, object, list of the storages' keys; then for each key its count in
// eight bytes and its numbers.
TensorMap parse_legacy(std::string_view bytes, const std::string& origin) {
  const auto globals = state_dict_globals();
  const auto take = [&] {
    auto document = parse_pickle(bytes, globals, origin);
    bytes.remove_prefix(document.size);
    return document;
  };
  const auto whole_size = bytes.size();
  if (take().root->text != kLegacyMagic) {
    throw ModelError(origin + ": is a pickle, but not one of torch.save; save model.state_dict() with torch.save");
  }
  take();
  const auto machine = take();
  const auto* little = machine.root->find("little_endian");
  if (little == nullptr || little->integer == 0) {
    throw ModelError(origin + ": was written on a big-endian machine; save it on another");
  }
  const auto object = take();
  const auto keys = take();
  std::map<std::string, StorageReference> references;
  for (const auto& value : object.values) {
    if (value.kind != Kind::kPersistent) continue;
    const auto reference = storage_reference(value, origin);
    references.emplace(reference.key, reference);
  }
  std::map<std::string, std::string_view> storages;
  for (const auto* key : keys.root->items) {
    const auto found = references.find(key->text);
    constexpr std::size_t kCountSize = 8;
    if (found == references.end() || bytes.size() < kCountSize || found->second.bytes() > bytes.size() - kCountSize) {
      throw ModelError(origin + ": storage '" + key->text + "' exceeds the file; truncated?");
    }
    storages[key->text] = bytes.substr(kCountSize, found->second.bytes());
    bytes.remove_prefix(kCountSize + found->second.bytes());
  }
  const auto find = [&](const StorageReference& storage) {
    const auto found = storages.find(storage.key);
    return found == storages.end() ? std::string_view() : found->second;
  };
  return tensors_of(object, find, whole_size, origin);
}

bool is_zip(std::string_view bytes) {
  return bytes.substr(0, 2) == "PK";
}

}  // namespace

bool is_torch_save(std::string_view bytes, const std::string& origin) {
  if (!is_zip(bytes)) return bytes.substr(0, kPickleStart.size()) == kPickleStart;
  const StoredZip zip(bytes, origin);
  return zip.has("data.pkl") && !zip.has("constants.pkl");
}

TensorMap parse_torch_state_dict(std::string_view bytes, const std::string& origin) {
  return is_zip(bytes) ? parse_zip(bytes, origin) : parse_legacy(bytes, origin);
}

}  // namespace sonolist::model
