#include "model/package/package.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <torch/script.h>
#ifdef SONOLIST_WITH_ZIP
#include <zip.h>
#endif

#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <sstream>
#include <string>

#include "model/error.h"
#include "model/package/safetensors.h"
#include "model/package/sha256.h"
#include "model/package/state_dict.h"
#include "model/tests/example_manifest.h"
#include "model/tests/temporary_folder.h"

namespace sonolist::model {
namespace {

using nlohmann::json;
using testing::example_manifest;
using ::testing::HasSubstr;
using testing::TemporaryFolder;

std::string bytes_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void put(const std::string& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

std::string refusal(const std::string& path, bool allow_torchscript = false) {
  try {
    load_package(path, allow_torchscript);
  } catch (const ModelError& error) {
    return error.what();
  }
  return "accepted";
}

class PackageTest : public ::testing::Test {
 protected:
  void SetUp() override {
    torch::manual_seed(11);
    network_ = make_network(example_manifest().architecture, example_manifest().channels());
    manifest_ = write_package(package_, example_manifest(), *network_);
  }

  // Writes other weights with their right hash.
  void replace_weights(const std::string& bytes) {
    put(weights_, bytes);
    auto document = json::parse(bytes_of(json_));
    document["weights"]["sha256"] = sha256_hex(bytes);
    put(json_, document.dump());
  }

  TemporaryFolder folder_;
  std::string package_ = folder_.file("package"), json_ = package_ + "/model.json",
              weights_ = package_ + "/weights.safetensors";
  std::shared_ptr<SegmentationNetwork> network_;
  Manifest manifest_;
};

TEST_F(PackageTest, IsLoadedAsItWasWrittenInHalfPrecision) {
  const auto package = load_package(package_);
  EXPECT_EQ(to_json(package.manifest), to_json(manifest_));
  EXPECT_EQ(to_json(load_manifest(package_)), to_json(manifest_));
  EXPECT_EQ(manifest_.weights_sha256, sha256_hex(bytes_of(weights_)));
  EXPECT_FALSE(package.network->is_training());

  const auto written = state_dict(*network_), read = state_dict(*package.network);
  ASSERT_EQ(read.size(), written.size());
  for (const auto& [name, tensor] : written) {
    const bool narrowed = tensor.is_floating_point() && tensor.dim() > 1;
    const auto expected = narrowed ? tensor.to(torch::kFloat16).to(torch::kFloat32) : tensor;
    EXPECT_TRUE(torch::equal(read.at(name), expected)) << name;
  }
}

TEST_F(PackageTest, IsExactInFullPrecision) {
  write_package(package_, example_manifest(), *network_, false);
  const auto read = state_dict(*load_package(package_).network);
  for (const auto& [name, tensor] : state_dict(*network_)) EXPECT_TRUE(torch::equal(read.at(name), tensor)) << name;
}

TEST_F(PackageTest, RefusesDamagedWeights) {
  const auto whole = bytes_of(weights_);
  put(weights_, whole.substr(0, whole.size() - 1));
  EXPECT_THAT(refusal(package_), HasSubstr("weights.sha256"));
  auto flipped = whole;
  flipped.back() = static_cast<char>(flipped.back() ^ 1);
  put(weights_, flipped);
  EXPECT_THAT(refusal(package_), HasSubstr("weights.sha256"));
  replace_weights(whole.substr(0, whole.size() / 2));
  EXPECT_THAT(refusal(package_), HasSubstr("truncated"));
}

TEST_F(PackageTest, RefusesTensorsThatAreNotTheNetworks) {
  const auto whole = read_safetensors(weights_);
  const std::string name = "decoder.classify.bias";
  const struct {
    std::function<void(TensorMap&)> change;
    std::string named;
  } cases[] = {
      {[&](TensorMap& t) { t.erase(name); }, "tensor '" + name + "' is missing"},
      {[&](TensorMap& t) { t["decoder.more"] = torch::zeros({1}); }, "tensor 'decoder.more' is unknown"},
      {[&](TensorMap& t) { t[name] = torch::zeros({4}); }, "tensor '" + name + "' has shape [4]"},
      {[&](TensorMap& t) { t[name] = torch::zeros({3}, torch::kInt64); }, "tensor '" + name + "' is of type"},
      {[&](TensorMap& t) { t[name] = torch::full({3}, NAN); }, "tensor '" + name + "' holds a value"},
  };
  for (const auto& item : cases) {
    auto tensors = whole;
    item.change(tensors);
    replace_weights(encode_safetensors(tensors));
    EXPECT_THAT(refusal(package_), HasSubstr(item.named));
  }
}

TEST_F(PackageTest, RefusesMissingAndBrokenFiles) {
  EXPECT_THAT(refusal(folder_.file("absent")), HasSubstr("no such model package"));
  std::filesystem::remove(weights_);
  EXPECT_THAT(refusal(package_), HasSubstr("weights.safetensors"));
  put(json_, "{");
  EXPECT_THAT(refusal(package_), HasSubstr("not valid JSON"));
  std::filesystem::remove(json_);
  EXPECT_THAT(refusal(package_), HasSubstr("model.json"));
}

TEST_F(PackageTest, IsNotWrittenWhenItCouldNotBeLoaded) {
  const auto target = folder_.file("other");
  auto manifest = example_manifest();
  manifest.classes.pop_back();
  EXPECT_THROW(write_package(target, manifest, *network_), ModelError) << "manifest contradicts itself";
  manifest.temperatures.clear();
  manifest.distances.clear();
  EXPECT_THROW(write_package(target, manifest, *network_), ModelError) << "another number of channels";
  manifest = example_manifest();
  manifest.architecture.attention = "none";
  EXPECT_THROW(write_package(target, manifest, *network_), ModelError) << "another architecture";
  {
    torch::NoGradGuard no_grad;
    network_->named_parameters()["decoder.classify.weight"].fill_(1e6);
  }
  EXPECT_THROW(write_package(target, example_manifest(), *network_), ModelError) << "beyond 16 bits";
  network_->fold_batch_norm();
  EXPECT_THROW(write_package(target, example_manifest(), *network_, false), ModelError) << "folded";
  EXPECT_FALSE(std::filesystem::exists(target));
}

TEST_F(PackageTest, TorchscriptRunsOnlyWhenAllowed) {
  torch::jit::Module module("m");
  module.define("def forward(self, x):\n    return torch.cat([x, x[:, :int(x.size(1)) - 3]], 1) * 2\n");
  std::ostringstream stream;
  module.save(stream);
  auto manifest = example_manifest();
  manifest.architecture.type = "torchscript";
  manifest.weights_file = "module.pt";
  manifest.weights_sha256 = sha256_hex(stream.str());
  put(package_ + "/module.pt", stream.str());
  put(json_, to_json(manifest).dump());
  EXPECT_THAT(refusal(package_), HasSubstr("torchscript runs code"));

  const auto package = load_package(package_, true);
  const auto x = torch::randn({1, 3, 64, 64});
  EXPECT_TRUE(torch::equal(package.network->forward(x), x * 2));
  EXPECT_THROW(write_package(folder_.file("other"), manifest, *network_), ModelError);

  const auto other = folder_.file("scripted");
  write_scripted_package(other, example_manifest(), stream.str());
  EXPECT_TRUE(torch::equal(load_package(other, true).network->forward(x), x * 2));
  EXPECT_THROW(write_scripted_package(other, example_manifest(), "no module"), ModelError);

  manifest.classes.pop_back();
  manifest.temperatures.clear();
  manifest.distances.clear();
  put(json_, to_json(manifest).dump());
  EXPECT_THROW(load_package(package_, true).network->forward(x), ModelError) << "three logits for two channels";

  put(package_ + "/module.pt", "no module");
  manifest.weights_sha256 = sha256_hex("no module");
  put(json_, to_json(manifest).dump());
  EXPECT_THAT(refusal(package_, true), HasSubstr("no TorchScript module"));
}

#ifdef SONOLIST_WITH_ZIP
TEST_F(PackageTest, MayBeAZip) {
  const auto path = folder_.file("package.zip");
  int code = 0;
  auto* archive = zip_open(path.c_str(), ZIP_CREATE, &code);
  ASSERT_NE(archive, nullptr);
  for (const auto& file : {json_, weights_}) {
    const auto name = std::filesystem::path(file).filename().string();
    ASSERT_GE(zip_file_add(archive, name.c_str(), zip_source_file(archive, file.c_str(), 0, 0), 0), 0);
  }
  ASSERT_EQ(zip_close(archive), 0);

  const auto read = state_dict(*load_package(path).network);
  for (const auto& [name, tensor] : state_dict(*load_package(package_).network)) {
    EXPECT_TRUE(torch::equal(read.at(name), tensor)) << name;
  }
  put(path, bytes_of(path).substr(0, 1000));
  EXPECT_THAT(refusal(path), HasSubstr("package.zip"));
}

TEST_F(PackageTest, RefusesAZipWithoutManifest) {
  const auto path = folder_.file("package.zip");
  int code = 0;
  auto* archive = zip_open(path.c_str(), ZIP_CREATE, &code);
  ASSERT_NE(archive, nullptr);
  ASSERT_GE(zip_file_add(archive, "package/model.json", zip_source_file(archive, json_.c_str(), 0, 0), 0), 0);
  ASSERT_EQ(zip_close(archive), 0);
  EXPECT_THAT(refusal(path), HasSubstr("model.json: is missing; it must lie at the root"));
}
#endif

TEST_F(PackageTest, OfSeveralNetworksAveragesThemWhateverTheirArchitecture) {
  auto other = manifest_.architecture;
  other.type = "unet";
  other.encoder = "resnet18";
  const auto second = make_network(other, manifest_.channels());
  const auto written = write_package(package_, manifest_, {{manifest_.architecture, network_}, {other, second}}, false);
  ASSERT_EQ(written.members.size(), 1U);
  EXPECT_EQ(written.members[0].weights.file, "weights-2.safetensors");
  const auto package = load_package(package_);
  network_->eval();
  second->eval();
  const torch::NoGradGuard no_gradient;
  const auto x = torch::randn({1, 3, 64, 96});
  const auto expected = (torch::softmax(network_->forward(x), 1) + torch::softmax(second->forward(x), 1)) / 2;
  EXPECT_TRUE(torch::allclose(torch::softmax(package.network->forward(x), 1), expected, 1e-4, 1e-5));
  const auto first = state_dict(*load_first_network(package_));
  for (const auto& [name, tensor] : state_dict(*network_)) EXPECT_TRUE(torch::equal(first.at(name), tensor)) << name;

  put(package_ + "/weights-2.safetensors", "other");
  EXPECT_THAT(refusal(package_), HasSubstr("weights-2.safetensors"));
}

TEST_F(PackageTest, OfMirroredViewsIsSymmetric) {
  auto manifest = manifest_;
  manifest.test_time.flip = true;
  write_package(package_, manifest, *network_, false);
  const auto package = load_package(package_);
  const torch::NoGradGuard no_gradient;
  const auto x = torch::randn({1, 3, 64, 96});
  const auto answer = package.network->forward(x), mirrored = package.network->forward(x.flip({3})).flip({3});
  EXPECT_TRUE(torch::allclose(answer, mirrored, 1e-4, 1e-4));
}

}  // namespace
}  // namespace sonolist::model
