#include "model/package/safetensors.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "model/error.h"
#include "model/package/mapped_file.h"
#include "model/package/write_file.h"

namespace sonolist::model {
namespace {

using nlohmann::json;

constexpr std::size_t kLengthSize = 8;
constexpr std::uint64_t kLargestHeader = 100'000'000;  // as in the reference implementation
constexpr const char* kMetadata = "__metadata__";

struct TypeName {
  const char* name;
  torch::ScalarType type;
};

constexpr std::array<TypeName, 10> kTypes = {{{"F64", torch::kFloat64},
                                              {"F32", torch::kFloat32},
                                              {"F16", torch::kFloat16},
                                              {"BF16", torch::kBFloat16},
                                              {"I64", torch::kInt64},
                                              {"I32", torch::kInt32},
                                              {"I16", torch::kInt16},
                                              {"I8", torch::kInt8},
                                              {"U8", torch::kUInt8},
                                              {"BOOL", torch::kBool}}};

struct Entry {
  std::string name;
  torch::ScalarType type = torch::kFloat32;
  std::vector<std::int64_t> shape;
  std::uint64_t begin = 0, end = 0;  // within the data
};

// `bytes` has at least kLengthSize.
std::uint64_t header_length(std::string_view bytes) {
  std::uint64_t length = 0;
  for (std::size_t i = 0; i < kLengthSize; ++i) {
    length |= static_cast<std::uint64_t>(static_cast<unsigned char>(bytes[i])) << (8 * i);
  }
  return length;
}

class Reader {
 public:
  Reader(std::string_view bytes, std::string origin) : bytes_(bytes), origin_(std::move(origin)) {}

  TensorMap read() {
    const json header = read_header();
    std::vector<Entry> entries;
    for (const auto& [name, description] : header.items()) {
      if (name != kMetadata) entries.push_back(read_entry(name, description));
    }
    require_gapless(entries);
    TensorMap tensors;
    for (const auto& entry : entries) tensors.emplace(entry.name, tensor(entry));
    return tensors;
  }

 private:
  [[noreturn]] void refuse(const std::string& reason) const { throw ModelError(origin_ + ": " + reason); }
  [[noreturn]] void refuse(const std::string& name, const std::string& reason) const {
    refuse("tensor '" + name + "': " + reason);
  }

  json read_header() {
    if (bytes_.size() < kLengthSize) refuse("shorter than the 8 bytes of a safetensors header length; truncated?");
    const auto length = header_length(bytes_);
    if (length > kLargestHeader || length > bytes_.size() - kLengthSize) {
      refuse("header length " + std::to_string(length) + " exceeds the file; truncated, or not a safetensors file");
    }
    const auto text = bytes_.substr(kLengthSize, length);
    data_ = bytes_.substr(kLengthSize + length);
    json header = json::parse(text, nullptr, false);
    if (!header.is_object()) refuse("header is not a JSON object; not a safetensors file");
    return header;
  }

  Entry read_entry(const std::string& name, const json& description) const {
    if (!description.is_object()) refuse(name, "its description is not an object");
    Entry entry;
    entry.name = name;
    const auto type = description.value("dtype", json());
    const auto* known =
        std::find_if(kTypes.begin(), kTypes.end(), [&](const TypeName& row) { return type == row.name; });
    if (known == kTypes.end()) refuse(name, "dtype " + type.dump() + " is unknown");
    entry.type = known->type;

    const auto shape = description.value("shape", json());
    if (!shape.is_array()) refuse(name, "shape is missing");
    std::uint64_t size = torch::elementSize(entry.type);
    for (const auto& side : shape) {
      if (!side.is_number_unsigned()) refuse(name, "shape " + shape.dump() + " is not a list of sizes");
      const auto count = side.get<std::uint64_t>();
      // Data is the only upper bound that is needed, and keeps the product from overflowing.
      if (count != 0 && size > bytes_.size() / count) refuse(name, "shape " + shape.dump() + " exceeds the file");
      size *= count;
      entry.shape.push_back(static_cast<std::int64_t>(count));
    }

    const auto offsets = description.value("data_offsets", json());
    if (!offsets.is_array() || offsets.size() != 2 || !offsets[0].is_number_unsigned() ||
        !offsets[1].is_number_unsigned()) {
      refuse(name, "data_offsets are not two numbers");
    }
    entry.begin = offsets[0].get<std::uint64_t>();
    entry.end = offsets[1].get<std::uint64_t>();
    if (entry.begin > entry.end || entry.end > data_.size()) {
      refuse(name, "data_offsets " + offsets.dump() + " lie outside of the data (" + std::to_string(data_.size()) +
                       " bytes); truncated?");
    }
    if (entry.end - entry.begin != size) {
      refuse(name, "data_offsets " + offsets.dump() + " do not fit shape " + shape.dump() + " of " + known->name);
    }
    return entry;
  }

  // The format demands that tensors cover the data without overlap or hole: nothing can hide in a file.
  void require_gapless(std::vector<Entry>& entries) const {
    std::sort(entries.begin(), entries.end(),
              [](const Entry& a, const Entry& b) { return std::pair(a.begin, a.end) < std::pair(b.begin, b.end); });
    std::uint64_t expected = 0;
    for (const auto& entry : entries) {
      if (entry.begin < expected) refuse(entry.name, "overlaps the tensor before it");
      if (entry.begin > expected) refuse(entry.name, "a hole lies before it");
      expected = entry.end;
    }
    if (expected != data_.size()) refuse("data goes on after the last tensor");
  }

  torch::Tensor tensor(const Entry& entry) const {
    auto result = torch::empty(entry.shape, entry.type);
    if (entry.end > entry.begin) std::memcpy(result.data_ptr(), data_.data() + entry.begin, entry.end - entry.begin);
    const bool narrow = entry.type == torch::kFloat16 || entry.type == torch::kBFloat16;
    return narrow ? result.to(torch::kFloat32) : result;
  }

  std::string_view bytes_, data_;
  std::string origin_;
};

const char* type_name(const std::string& name, torch::ScalarType type) {
  const auto* row =
      std::find_if(kTypes.begin(), kTypes.end(), [&](const TypeName& known) { return known.type == type; });
  if (row == kTypes.end()) {
    throw ModelError("tensor '" + name + "': type " + torch::toString(type) + " cannot be written as safetensors");
  }
  return row->name;
}

}  // namespace

bool is_safetensors(std::string_view bytes) {
  return bytes.size() > kLengthSize && header_length(bytes) <= bytes.size() - kLengthSize && bytes[kLengthSize] == '{';
}

TensorMap parse_safetensors(std::string_view bytes, const std::string& origin) {
  return Reader(bytes, origin).read();
}

TensorMap read_safetensors(const std::string& path) {
  const MappedFile file(path);
  return parse_safetensors(file.bytes(), path);
}

std::string encode_safetensors(const TensorMap& tensors) {
  json header = json::object();
  header[kMetadata] = {{"format", "pt"}};
  std::uint64_t offset = 0;
  for (const auto& [name, tensor] : tensors) {
    const auto size = tensor.numel() * tensor.element_size();
    header[name] = {{"dtype", type_name(name, tensor.scalar_type())},
                    {"shape", tensor.sizes().vec()},
                    {"data_offsets", {offset, offset + size}}};
    offset += size;
  }
  auto text = header.dump();
  text.resize((text.size() + 7) / 8 * 8, ' ');  // so that readers may map aligned data

  std::string bytes;
  bytes.reserve(kLengthSize + text.size() + offset);
  for (std::size_t i = 0; i < kLengthSize; ++i) bytes += static_cast<char>((text.size() >> (8 * i)) & 0xFF);
  bytes += text;
  for (const auto& item : tensors) {
    const auto flat = item.second.detach().cpu().contiguous();
    bytes.append(static_cast<const char*>(flat.data_ptr()), flat.numel() * flat.element_size());
  }
  return bytes;
}

void write_safetensors(const TensorMap& tensors, const std::string& path) {
  write_file(path, encode_safetensors(tensors));
}

}  // namespace sonolist::model
