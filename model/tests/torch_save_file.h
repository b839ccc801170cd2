// Files as torch.save writes them, made byte by byte: tests need no Python.
#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "model/package/safetensors.h"

namespace sonolist::model::testing {

inline std::string little_endian(std::uint64_t number, std::size_t width) {
  std::string bytes;
  for (std::size_t i = 0; i < width; ++i, number >>= 8U) bytes += static_cast<char>(number & 0xFFU);
  return bytes;
}

// Opcodes of pickle protocol 2, one function each.
namespace pickle {

inline std::string start() {
  return "\x80\x02";
}
inline std::string text(const std::string& value) {
  return "X" + little_endian(value.size(), 4) + value;
}
inline std::string integer(std::int64_t value) {
  return "\x8a\x08" + little_endian(static_cast<std::uint64_t>(value), 8);
}
inline std::string global(const std::string& module, const std::string& name) {
  return "c" + module + "\n" + name + "\n";
}
inline std::string tuple(const std::vector<std::string>& items) {
  std::string bytes = "(";
  for (const auto& item : items) bytes += item;
  return bytes + "t";
}
inline std::string integers(torch::IntArrayRef values) {
  std::vector<std::string> items;
  for (const auto value : values) items.push_back(integer(value));
  return tuple(items);
}
inline std::string ordered_dictionary(const std::vector<std::pair<std::string, std::string>>& entries) {
  std::string bytes = global("collections", "OrderedDict") + ")R(";
  for (const auto& [key, value] : entries) bytes += text(key) + value;
  return bytes + "u";
}
inline std::string storage(const std::string& type, const std::string& key, std::int64_t count) {
  return tuple({text("storage"), global("torch", type), text(key), text("cpu"), integer(count)}) + "Q";
}
// `storage`: what storage() gave.
inline std::string tensor(const std::string& storage, std::int64_t offset, torch::IntArrayRef shape,
                          torch::IntArrayRef strides) {
  return global("torch._utils", "_rebuild_tensor_v2") +
         tuple({storage, integer(offset), integers(shape), integers(strides), "\x89",
                global("collections", "OrderedDict") + ")R"}) +
         "R";
}

}  // namespace pickle

struct ZipEntry {
  std::string name, content;
  int method = 0;  // 0: stored
};

// No checksums: the reader does not look at them.
inline std::string stored_zip(const std::vector<ZipEntry>& entries) {
  std::string bytes, directory;
  for (const auto& entry : entries) {
    const auto size = little_endian(entry.content.size(), 4);
    const auto shared = little_endian(0, 2) + little_endian(static_cast<std::uint64_t>(entry.method), 2) +
                        little_endian(0, 8) + size + size + little_endian(entry.name.size(), 2);
    directory += std::string("PK\x01\x02\x14\x00", 6) + little_endian(20, 2) + shared + little_endian(0, 12) +
                 little_endian(bytes.size(), 4) + entry.name;
    bytes += "PK\x03\x04" + little_endian(20, 2) + shared + little_endian(0, 2) + entry.name + entry.content;
  }
  const auto count = little_endian(entries.size(), 2);
  return bytes + directory + "PK\x05\x06" + little_endian(0, 4) + count + count + little_endian(directory.size(), 4) +
         little_endian(bytes.size(), 4) + little_endian(0, 2);
}

inline std::string torch_save_zip(const std::string& pickle, const std::vector<std::string>& storages) {
  std::vector<ZipEntry> entries = {{"archive/data.pkl", pickle}};
  for (std::size_t i = 0; i < storages.size(); ++i) {
    entries.push_back({"archive/data/" + std::to_string(i), storages[i]});
  }
  entries.push_back({"archive/version", "3\n"});
  return stored_zip(entries);
}

// torch.save({prefix + name: tensor}); types F32 and I64.
inline std::string torch_save(const TensorMap& tensors, const std::string& prefix = "") {
  std::vector<std::pair<std::string, std::string>> entries;
  std::vector<std::string> storages;
  for (const auto& [name, tensor] : tensors) {
    const auto flat = tensor.detach().contiguous();
    const auto* type = flat.scalar_type() == torch::kInt64 ? "LongStorage" : "FloatStorage";
    const auto storage = pickle::storage(type, std::to_string(storages.size()), flat.numel());
    entries.emplace_back(prefix + name, pickle::tensor(storage, 0, flat.sizes(), flat.strides()));
    storages.emplace_back(static_cast<const char*>(flat.data_ptr()), flat.numel() * flat.element_size());
  }
  return torch_save_zip(pickle::start() + pickle::ordered_dictionary(entries) + ".", storages);
}

}  // namespace sonolist::model::testing
