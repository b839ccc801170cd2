// A model package: a folder, or its .zip, with model.json and the weights.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/networks/segmentation_network.h"
#include "model/package/manifest.h"
#include "model/package/quantisation.h"

namespace sonolist::model {

struct Package {
  Manifest manifest;
  std::optional<Quantisation> quantisation;      // of int8.json, where there is one
  std::shared_ptr<SegmentationNetwork> network;  // on the CPU, in eval mode, 32-bit; the average of members and views
};

// The manifest alone; the weights are not looked at. Throws ModelError as parse_manifest().
Manifest load_manifest(const std::string& path);

// SHA-256 of the weights of every network of a package, the first one's and its members', as int8.json names them.
std::vector<std::string> weights_hashes(const Manifest& manifest);

// Lies beside model.json: see quantisation.h.
inline constexpr const char* kQuantisationFile = "int8.json";

// Reads the manifest, checks the hash of the weights and that every tensor of the network is there, has its shape and
// is finite, and that no other tensor is; int8.json must be of these weights. A package of type "torchscript" runs code
// of its author: it is refused unless `allow_torchscript`. Throws ModelError naming file and field or tensor.
Package load_package(const std::string& path, bool allow_torchscript = false);

// The first of a package's networks alone, one pass, without the others of an ensemble and without views: what training
// goes on from. Refuses TorchScript, and else what load_package() refuses.
std::shared_ptr<SegmentationNetwork> load_first_network(const std::string& path);

// Writes weights.safetensors and model.json into `directory` (made when missing; files of these names are replaced,
// each as a whole, the manifest last). `manifest.weights_file` and `.weights_sha256` are filled in; the manifest
// written is returned. `half` stores convolution weights as 16-bit numbers, half the size; biases and normalisations
// stay 32-bit. Throws ModelError for a manifest that load_package() would refuse, a folded network, and a weight beyond
// the range of its type.
Manifest write_package(const std::string& directory, Manifest manifest, const SegmentationNetwork& network,
                       bool half = true);

struct DescribedNetwork {
  Architecture architecture;
  std::shared_ptr<const SegmentationNetwork> network;
};

// An ensemble: the first network's weights as above, the others' as weights-2.safetensors and so on, named in
// `manifest.members`; `manifest.architecture` becomes the first one's.
Manifest write_package(const std::string& directory, Manifest manifest, const std::vector<DescribedNetwork>& networks,
                       bool half = true);

// The same of a TorchScript module, stored as it is under the name module.pt; `manifest.architecture` becomes
// "torchscript". Loads the module once to see that it is one, which may run its code: for modules that are trusted.
Manifest write_scripted_package(const std::string& directory, Manifest manifest, std::string_view module);

}  // namespace sonolist::model
