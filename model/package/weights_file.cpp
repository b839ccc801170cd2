#include "model/package/weights_file.h"

#include <filesystem>
#include <string_view>

#include "model/error.h"
#include "model/package/mapped_file.h"
#include "model/package/stored_zip.h"
#include "model/package/torch_state_dict.h"

namespace sonolist::model {

std::optional<WeightsFile> weights_file_kind(const std::string& path) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) return WeightsFile::kPackage;
  const MappedFile file(path);
  const auto bytes = file.bytes();
  if (is_torch_save(bytes, path)) return WeightsFile::kTorchSave;
  if (bytes.substr(0, 2) == "PK") {
    return StoredZip(bytes, path).has("constants.pkl") ? WeightsFile::kCheckpoint : WeightsFile::kPackage;
  }
  return is_safetensors(bytes) ? std::optional(WeightsFile::kSafetensors) : std::nullopt;
}

TensorMap read_named_tensors(const std::string& path) {
  const auto kind = weights_file_kind(path);
  const MappedFile file(path);
  if (kind == WeightsFile::kTorchSave) return parse_torch_state_dict(file.bytes(), path);
  if (kind == WeightsFile::kSafetensors) return parse_safetensors(file.bytes(), path);
  throw ModelError(path + ": is no state dict; give a file of torch.save or safetensors");
}

}  // namespace sonolist::model
