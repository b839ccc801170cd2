// The safetensors format (huggingface/safetensors): named tensors in one file, no code runs on reading.
// Layout: uint64 little endian length of the header, header (JSON: name -> dtype, shape, data_offsets), data.
#pragma once

#include <torch/torch.h>

#include <map>
#include <string>
#include <string_view>

namespace sonolist::model {

using TensorMap = std::map<std::string, torch::Tensor>;

// Whether `bytes` begin as such a file; it may still be damaged.
bool is_safetensors(std::string_view bytes);

// Tensors own their memory and are on the CPU; F16 and BF16 are widened to F32, every other type stays as it is.
// Throws ModelError naming `origin` and the tensor: header length beyond the file, header that is no JSON object,
// unknown dtype, shape that does not fit the offsets, offsets out of the file, overlaps or holes.
TensorMap parse_safetensors(std::string_view bytes, const std::string& origin);
TensorMap read_safetensors(const std::string& path);

// Types: F64, F32, F16, BF16, I64, I32, I16, I8, U8, BOOL, written as they are. Throws ModelError for another type.
std::string encode_safetensors(const TensorMap& tensors);
void write_safetensors(const TensorMap& tensors, const std::string& path);

}  // namespace sonolist::model
