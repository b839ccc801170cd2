#include "model/package/package.h"

#include <exception>
#include <filesystem>
#include <future>
#include <system_error>
#include <utility>
#include <vector>

#include "model/error.h"
#include "model/networks/averaged_network.h"
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
const std::vector<double> kFullSizeOnly{1.0};
constexpr const char* kModuleFile = "module.pt";

struct Document {
  nlohmann::json content;
  std::string origin;
};

Document read_document(PackageSource& source, const char* name) {
  const auto file = source.read(name);
  auto content = nlohmann::json::parse(file.bytes, nullptr, false);
  if (content.is_discarded()) throw ModelError(file.origin + ": is not valid JSON");
  return {std::move(content), file.origin};
}

Manifest read_manifest(PackageSource& source) {
  const auto document = read_document(source, kManifestFile);
  return parse_manifest(document.content, document.origin);
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

// The first network and its members.
std::vector<Member> networks_of(const Manifest& manifest) {
  std::vector<Member> all{{{manifest.weights_file, manifest.weights_sha256}, manifest.architecture}};
  all.insert(all.end(), manifest.members.begin(), manifest.members.end());
  return all;
}

Quantisation read_quantisation(PackageSource& source, const Manifest& manifest) {
  const auto document = read_document(source, kQuantisationFile);
  auto quantisation = parse_quantisation(document.content, document.origin);
  if (quantisation.weights_sha256 != weights_hashes(manifest)) {
    throw ModelError(
        document.origin +
        ": is of other weights; remove it, and make it again with 'sonolist-model quantise' where 8 bits are wanted");
  }
  return quantisation;
}

void check_hash(const std::string& hash, const StoredWeights& expected, const std::string& origin) {
  if (hash == expected.sha256) return;
  throw ModelError(origin + ": SHA-256 is " + hash + ", but " + kManifestFile + " says " + expected.sha256 +
                   " in its field 'weights.sha256' or 'members'; damaged, truncated or of another version");
}

std::shared_ptr<SegmentationNetwork> load_made_network(const PackageFile& weights, const Architecture& architecture,
                                                       int channels) {
  auto network = make_network(architecture, channels);
  load_state_dict(*network, parse_safetensors(weights.bytes, weights.origin), weights.origin);
  return network;
}

void refuse_code(const Manifest& manifest, const std::string& path) {
  if (manifest.architecture.type != "torchscript") return;
  throw ModelError(path +
                   ": field 'architecture.type': torchscript runs code of the package's author; allow it only "
                   "for a package that you trust");
}

std::shared_ptr<SegmentationNetwork> load_member(PackageSource& source, const Member& member, int channels) {
  const auto& expected = member.weights;
  const auto weights = source.read(expected.file);
  if (member.architecture.type == "torchscript") {
    check_hash(sha256_hex(weights.bytes), expected, weights.origin);  // before its code can run
    return load_scripted_network(weights.bytes, channels, weights.origin);
  }
  // Both take a third of a second for a large network. What is wrong with the file is told by the hash first.
  auto hash = std::async(std::launch::async, [&weights] { return sha256_hex(weights.bytes); });
  std::shared_ptr<SegmentationNetwork> network;
  std::exception_ptr failure;
  try {
    network = load_made_network(weights, member.architecture, channels);
  } catch (const ModelError&) {
    failure = std::current_exception();
  }
  check_hash(hash.get(), expected, weights.origin);
  if (failure) std::rethrow_exception(failure);
  return network;
}

std::string encode_network(const SegmentationNetwork& network, const std::string& directory, bool half) {
  if (network.batch_norm_folded()) {
    throw ModelError(directory + ": a network whose normalisation is folded cannot be stored; store it before");
  }
  return encode_safetensors(tensors_to_store(network, half));
}

// A manifest that is written must be one that can be read.
void check_manifest(const std::string& directory, const Manifest& manifest) {
  parse_manifest(to_json(manifest), (std::filesystem::path(directory) / kManifestFile).string());
}

using NamedBytes = std::vector<std::pair<std::string, std::string>>;

void write_files(const std::string& directory, const Manifest& manifest, const NamedBytes& weights) {
  std::error_code failure;
  std::filesystem::create_directories(directory, failure);
  if (failure) throw ModelError(directory + ": cannot be made: " + failure.message());
  const std::filesystem::path folder(directory);
  for (const auto& [name, bytes] : weights) write_file((folder / name).string(), bytes);
  write_file((folder / kManifestFile).string(), to_json(manifest).dump(2) + "\n");
}

}  // namespace

Manifest write_package(const std::string& directory, Manifest manifest, const std::vector<DescribedNetwork>& networks,
                       bool half) {
  if (networks.empty()) throw ModelError(directory + ": a package needs a network");
  manifest.architecture = networks.front().architecture;
  if (manifest.architecture.type == "torchscript") {
    throw ModelError(directory + ": a TorchScript package is made of the module's file; use import --torchscript");
  }
  NamedBytes files;
  manifest.members.clear();
  for (std::size_t i = 0; i < networks.size(); ++i) {
    const auto name = i == 0 ? std::string(kWeightsFile) : "weights-" + std::to_string(i + 1) + ".safetensors";
    files.emplace_back(name, encode_network(*networks[i].network, directory, half));
    const auto hash = sha256_hex(files.back().second);
    if (i == 0) {
      manifest.weights_file = name;
      manifest.weights_sha256 = hash;
    } else {
      manifest.members.push_back({{name, hash}, networks[i].architecture});
    }
  }
  check_manifest(directory, manifest);
  for (std::size_t i = 0; i < networks.size(); ++i) {
    const auto& [name, bytes] = files[i];
    load_made_network({nullptr, bytes, name}, networks[i].architecture, manifest.channels());
  }
  write_files(directory, manifest, files);
  return manifest;
}

std::vector<std::string> weights_hashes(const Manifest& manifest) {
  std::vector<std::string> hashes;
  hashes.reserve(1 + manifest.members.size());
  for (const auto& network : networks_of(manifest)) hashes.push_back(network.weights.sha256);
  return hashes;
}

Manifest load_manifest(const std::string& path) {
  return read_manifest(*PackageSource::open(path));
}

Package load_package(const std::string& path, bool allow_torchscript) {
  const auto source = PackageSource::open(path);
  Package package;
  package.manifest = read_manifest(*source);
  const auto& manifest = package.manifest;
  if (source->has(kQuantisationFile)) package.quantisation = read_quantisation(*source, manifest);
  if (!allow_torchscript) refuse_code(manifest, path);
  std::vector<std::shared_ptr<SegmentationNetwork>> members;
  for (const auto& member : networks_of(manifest)) {
    members.push_back(load_member(*source, member, manifest.channels()));
  }
  const bool one_pass = members.size() == 1 && !manifest.test_time.flip && manifest.test_time.scales == kFullSizeOnly;
  package.network = one_pass ? members.front() : std::make_shared<AveragedNetwork>(members, manifest.test_time);
  package.network->eval();
  return package;
}

std::shared_ptr<SegmentationNetwork> load_first_network(const std::string& path) {
  const auto source = PackageSource::open(path);
  const auto manifest = read_manifest(*source);
  refuse_code(manifest, path);
  return load_member(*source, networks_of(manifest).front(), manifest.channels());
}

Manifest write_package(const std::string& directory, Manifest manifest, const SegmentationNetwork& network, bool half) {
  const std::shared_ptr<const SegmentationNetwork> borrowed(std::shared_ptr<void>(), &network);
  const auto architecture = manifest.architecture;
  return write_package(directory, std::move(manifest), std::vector<DescribedNetwork>{{architecture, borrowed}}, half);
}

Manifest write_scripted_package(const std::string& directory, Manifest manifest, std::string_view module) {
  manifest.architecture = {};
  manifest.architecture.type = "torchscript";
  manifest.weights_file = kModuleFile;
  manifest.weights_sha256 = sha256_hex(module);
  check_manifest(directory, manifest);
  load_scripted_network(module, manifest.channels(), directory);
  write_files(directory, manifest, {{kModuleFile, std::string(module)}});
  return manifest;
}

}  // namespace sonolist::model
