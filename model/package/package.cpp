#include "model/package/package.h"

#include <filesystem>
#include <system_error>
#include <utility>

#include "model/error.h"
#include "model/package/package_source.h"
#include "model/package/safetensors.h"
#include "model/package/scripted_network.h"
#include "model/package/sha256.h"
#include "model/package/state_dict.h"
#include "model/package/write_file.h"

namespace sonolist::model {
namespace {

constexpr const char* kManifestFile = "model.json";
constexpr const char* kWeightsFile = "weights.safetensors";
constexpr const char* kModuleFile = "module.pt";

Manifest read_manifest(PackageSource& source) {
  const auto file = source.read(kManifestFile);
  const auto document = nlohmann::json::parse(file.bytes, nullptr, false);
  if (document.is_discarded()) throw ModelError(file.origin + ": is not valid JSON");
  return parse_manifest(document, file.origin);
}

TensorMap tensors_to_store(const SegmentationNetwork& network, bool half) {
  auto tensors = state_dict(network);
  for (auto& [name, tensor] : tensors) {
    if (!tensor.is_floating_point()) continue;
    if (half && tensor.dim() > 1) tensor = tensor.detach().to(torch::kFloat16);
    if (!tensor.isfinite().all().item<bool>()) {
      throw ModelError("tensor '" + name + "' is not finite" + (half ? " in 16 bits; store it in 32" : ""));
    }
  }
  return tensors;
}

// A manifest that is written must be one that can be read.
void check_manifest(const std::string& directory, const Manifest& manifest) {
  parse_manifest(to_json(manifest), (std::filesystem::path(directory) / kManifestFile).string());
}

void write_files(const std::string& directory, const Manifest& manifest, std::string_view weights) {
  std::error_code failure;
  std::filesystem::create_directories(directory, failure);
  if (failure) throw ModelError(directory + ": cannot be made: " + failure.message());
  const std::filesystem::path folder(directory);
  write_file((folder / manifest.weights_file).string(), weights);
  write_file((folder / kManifestFile).string(), to_json(manifest).dump(2) + "\n");
}

}  // namespace

Manifest load_manifest(const std::string& path) {
  return read_manifest(*PackageSource::open(path));
}

Package load_package(const std::string& path, bool allow_torchscript) {
  const auto source = PackageSource::open(path);
  Package package{read_manifest(*source), nullptr};
  const auto& manifest = package.manifest;
  const bool scripted = manifest.architecture.type == "torchscript";
  if (scripted && !allow_torchscript) {
    throw ModelError(path +
                     ": field 'architecture.type': torchscript runs code of the package's author; allow it only "
                     "for a package that you trust");
  }
  const auto weights = source->read(manifest.weights_file);
  const auto hash = sha256_hex(weights.bytes);
  if (hash != manifest.weights_sha256) {
    throw ModelError(weights.origin + ": SHA-256 is " + hash + ", but field 'weights.sha256' of " + kManifestFile +
                     " says " + manifest.weights_sha256 + "; damaged, truncated or of another version");
  }
  if (scripted) {
    package.network = load_scripted_network(weights.bytes, manifest.channels(), weights.origin);
  } else {
    package.network = make_network(manifest.architecture, manifest.channels());
    load_state_dict(*package.network, parse_safetensors(weights.bytes, weights.origin), weights.origin);
  }
  package.network->eval();
  return package;
}

Manifest write_package(const std::string& directory, Manifest manifest, const SegmentationNetwork& network, bool half) {
  if (network.batch_norm_folded()) {
    throw ModelError(directory + ": a network whose normalisation is folded cannot be stored; store it before");
  }
  if (manifest.architecture.type == "torchscript") {
    throw ModelError(directory + ": a TorchScript package is made of the module's file; use import --torchscript");
  }
  const auto bytes = encode_safetensors(tensors_to_store(network, half));
  manifest.weights_file = kWeightsFile;
  manifest.weights_sha256 = sha256_hex(bytes);
  check_manifest(directory, manifest);
  const auto fresh = make_network(manifest.architecture, manifest.channels());
  load_state_dict(*fresh, parse_safetensors(bytes, kWeightsFile), kWeightsFile);
  write_files(directory, manifest, bytes);
  return manifest;
}

Manifest write_scripted_package(const std::string& directory, Manifest manifest, std::string_view module) {
  manifest.architecture = {};
  manifest.architecture.type = "torchscript";
  manifest.weights_file = kModuleFile;
  manifest.weights_sha256 = sha256_hex(module);
  check_manifest(directory, manifest);
  load_scripted_network(module, manifest.channels(), directory);
  write_files(directory, manifest, module);
  return manifest;
}

}  // namespace sonolist::model
