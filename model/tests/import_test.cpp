#include "model/package/import.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "model/error.h"
#include "model/package/package.h"
#include "model/package/state_dict.h"
#include "model/tests/example_manifest.h"
#include "model/tests/temporary_folder.h"
#include "model/tests/torch_save_file.h"
#include "model/training/checkpoint.h"
#include "model/training/initial_weights.h"

namespace sonolist::model {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::TemporaryFolder;
using testing::torch_save;

Architecture architecture(const std::string& attention) {
  Architecture description;
  description.output_stride = 32;
  description.attention = attention;
  description.decoder_channels = 16;
  description.skip_channels = 4;
  return description;
}

class ImportTest : public ::testing::Test {
 protected:
  void SetUp() override {
    torch::manual_seed(21);
    source_ = make_network(architecture("none"), 2);
    const std::string prefix = "encoder.";
    for (const auto& [name, tensor] : state_dict(*source_)) {
      if (name.rfind(prefix, 0) == 0) checkpoint_[name.substr(prefix.size())] = tensor;
    }
    checkpoint_["fc.weight"] = torch::zeros({1000, 2048});
    checkpoint_["fc.bias"] = torch::zeros({1000});
  }

  std::string refusal(SegmentationNetwork& network) {
    write_safetensors(checkpoint_, path_);
    try {
      import_encoder(network, path_);
    } catch (const ModelError& error) {
      return error.what();
    }
    return "accepted";
  }

  TemporaryFolder folder_;
  std::string path_ = folder_.file("resnet50.safetensors");
  std::shared_ptr<SegmentationNetwork> source_;
  TensorMap checkpoint_;
};

TEST_F(ImportTest, CopiesATorchvisionEncoder) {
  write_safetensors(checkpoint_, path_);
  const auto network = make_network(architecture("none"), 2);
  const auto result = import_encoder(*network, path_);
  EXPECT_EQ(result.tensors, 318) << "53 convolutions and their normalisations of 5 tensors";
  EXPECT_THAT(result.ignored, ElementsAre("fc.bias", "fc.weight"));
  const auto copied = state_dict(*network);
  for (const auto& [name, tensor] : state_dict(*source_)) {
    if (name.rfind("encoder.", 0) != 0) continue;
    EXPECT_TRUE(torch::equal(copied.at(name), tensor)) << name;
  }
}

TEST_F(ImportTest, FreshAttentionDoesNotChangeTheImportedFeatures) {
  write_safetensors(checkpoint_, path_);
  torch::NoGradGuard no_grad;
  const auto x = torch::randn({1, 3, 64, 64});
  for (const char* attention : {"paper", "rotate3"}) {
    const auto network = make_network(architecture(attention), 2);
    import_encoder(*network, path_);
    auto tensors = state_dict(*network);
    for (const auto& [name, tensor] : state_dict(*source_)) {
      if (name.rfind("decoder.", 0) == 0) tensors.at(name).copy_(tensor);
    }
    network->eval();
    source_->eval();
    EXPECT_TRUE(torch::allclose(network->forward(x), source_->forward(x), 1e-4, 1e-4)) << attention;
  }
}

// Named as the PyTorch ports of EfficientNet name it, whose head the encoder does not have.
TEST_F(ImportTest, CopiesAnEfficientNetLiteAndLeavesItsHead) {
  auto description = architecture("none");
  description.encoder = "efficientnet-lite0";
  description.attention_placement = "stage";
  const auto source = make_network(description, 2), network = make_network(description, 2);
  checkpoint_ = {{"_conv_head.weight", torch::zeros({1280, 320, 1, 1})},
                 {"_bn1.weight", torch::zeros({1280})},
                 {"_fc.weight", torch::zeros({1000, 1280})}};
  for (const auto& [name, tensor] : state_dict(*source)) {
    if (name.rfind("encoder.", 0) == 0) checkpoint_[name.substr(8)] = tensor;
  }
  EXPECT_EQ(checkpoint_.count("_blocks.15._project_conv.weight"), 1);
  write_safetensors(checkpoint_, path_);
  const auto result = import_encoder(*network, path_);
  EXPECT_EQ(result.tensors, 288) << "48 convolutions and their normalisations of 5 tensors";
  EXPECT_THAT(result.ignored, ElementsAre("_bn1.weight", "_conv_head.weight", "_fc.weight"));
  EXPECT_TRUE(torch::equal(state_dict(*network).at("encoder._blocks.15._bn2.running_var"),
                           state_dict(*source).at("encoder._blocks.15._bn2.running_var")));
}

TEST_F(ImportTest, TakesACheckpointWithoutCounters) {
  for (auto item = checkpoint_.begin(); item != checkpoint_.end();) {
    const bool counter = item->first.find("num_batches_tracked") != std::string::npos;
    item = counter ? checkpoint_.erase(item) : std::next(item);
  }
  EXPECT_EQ(refusal(*make_network(architecture("paper"), 2)), "accepted");
}

TEST_F(ImportTest, RefusesAnotherStateDictAndLeavesTheNetworkAlone) {
  const auto network = make_network(architecture("paper"), 2);
  const auto before = network->named_parameters()["encoder.conv1.weight"].clone();
  const auto whole = checkpoint_;

  checkpoint_.erase("layer3.5.conv2.weight");
  EXPECT_THAT(refusal(*network), HasSubstr("tensor 'layer3.5.conv2.weight' is missing"));
  checkpoint_ = whole;
  checkpoint_["layer3.6.conv1.weight"] = torch::zeros({1});
  EXPECT_THAT(refusal(*network), HasSubstr("tensor 'layer3.6.conv1.weight' is unknown"));
  checkpoint_ = whole;
  checkpoint_["conv1.weight"] = torch::zeros({64, 1, 7, 7});
  EXPECT_THAT(refusal(*network), HasSubstr("tensor 'conv1.weight' has shape [64, 1, 7, 7]"));
  EXPECT_TRUE(torch::equal(network->named_parameters()["encoder.conv1.weight"], before));
}

TEST_F(ImportTest, TakesTorchvisionsFileOfTorchSaveAndKeepsTheFeaturesOfBasicBlocks) {
  torch::NoGradGuard no_grad;
  auto plain_description = architecture("none"), attended_description = architecture("rotate3");
  plain_description.encoder = attended_description.encoder = "resnet18";
  const auto plain = make_network(plain_description, 2), attended = make_network(attended_description, 2);
  TensorMap encoder = {{"fc.weight", torch::zeros({1000, 512})}, {"fc.bias", torch::zeros({1000})}};
  auto target = state_dict(*attended);
  for (const auto& [name, tensor] : state_dict(*plain)) {
    if (name.rfind("encoder.", 0) == 0) encoder[name.substr(8)] = tensor;
    if (name.rfind("decoder.", 0) == 0) target.at(name).copy_(tensor);
  }
  std::ofstream(path_, std::ios::binary) << torch_save(encoder);
  const auto result = import_encoder(*attended, path_);
  EXPECT_EQ(result.tensors, 120) << "20 convolutions and their normalisations of 5 tensors";
  EXPECT_THAT(result.ignored, ElementsAre("fc.bias", "fc.weight"));
  plain->eval();
  attended->eval();
  const auto x = torch::randn({1, 3, 64, 64});
  EXPECT_TRUE(torch::allclose(attended->forward(x), plain->forward(x), 1e-4, 1e-4));
}

class StartFromTest : public ::testing::Test {
 protected:
  StartFromTest() {
    torch::manual_seed(22);
    architecture_.type = "unet";
    architecture_.encoder = "stdc";
    architecture_.attention = "none";
    architecture_.output_stride = 32;
    architecture_.decoder_channels = 8;
    source_ = make_network(architecture_, 3);
  }

  void expect_equal(const SegmentationNetwork& network) const {
    const auto filled = state_dict(network);
    for (const auto& [name, tensor] : state_dict(*source_)) EXPECT_TRUE(torch::equal(filled.at(name), tensor)) << name;
  }

  TemporaryFolder folder_;
  Architecture architecture_;
  std::shared_ptr<SegmentationNetwork> source_;
};

TEST_F(StartFromTest, KnowsFilesByContentNotByExtension) {
  const auto tensors = state_dict(*source_);
  const auto saved = folder_.file("a.pt"), parallel = folder_.file("b.safetensors"), safe = folder_.file("c.pth"),
             checkpoint = folder_.file("d.pth");
  std::ofstream(saved, std::ios::binary) << torch_save(tensors);
  std::ofstream(parallel, std::ios::binary) << torch_save(tensors, "module.");
  write_safetensors(tensors, safe);
  Checkpoint own;
  own.network = tensors;
  own.description.architecture = architecture_;
  write_checkpoint(own, nullptr, checkpoint);
  for (const auto& path : {saved, parallel, safe, checkpoint}) {
    const auto network = make_network(architecture_, 3);
    const auto report = start_from(*network, path);
    EXPECT_TRUE(report.missing.empty()) << path;
    EXPECT_TRUE(report.unused.empty()) << path;
    expect_equal(*network);
  }
  EXPECT_EQ(read_checkpoint(checkpoint).description.architecture.type, "unet");
}

TEST_F(StartFromTest, KeepsAFreshOutputLayerForOtherClasses) {
  const auto path = folder_.file("a.pt");
  std::ofstream(path, std::ios::binary) << torch_save(state_dict(*source_));
  const auto network = make_network(architecture_, 4);
  EXPECT_THAT(start_from(*network, path).reshaped, ElementsAre("decoder.classify.bias", "decoder.classify.weight"));
}

TEST_F(StartFromTest, TakesTheFirstNetworkOfAnEnsembleWithViews) {
  auto manifest = testing::example_manifest();
  manifest.test_time.flip = true;
  const auto made = [&] { return make_network(architecture_, manifest.channels()); };
  const auto first = made(), second = made(), network = made();
  const auto package = folder_.file("package");
  write_package(package, manifest, {{architecture_, first}, {architecture_, second}}, false);
  EXPECT_TRUE(start_from(*network, package).missing.empty());
  const auto filled = state_dict(*network);
  for (const auto& [name, tensor] : state_dict(*first)) EXPECT_TRUE(torch::equal(filled.at(name), tensor)) << name;
}

TEST_F(StartFromTest, RefusesWhatIsNoWeights) {
  const auto refusal_of = [&](const std::string& bytes) -> std::string {
    const auto path = folder_.file("a.pt");
    std::ofstream(path, std::ios::binary) << bytes;
    try {
      start_from(*make_network(architecture_, 3), path);
    } catch (const ModelError& error) {
      return error.what();
    }
    return "accepted";
  };
  EXPECT_THAT(refusal_of("SONOPACK{\"classes\""), HasSubstr("is neither a model package"));
  EXPECT_THAT(refusal_of("PK\x03\x04rest"), HasSubstr("a.pt"));
  EXPECT_THAT(refusal_of("\x80\x02rest"), HasSubstr("the pickle ends early"));
  auto tensors = state_dict(*source_);
  tensors["encoder.bn1.weight"] = torch::full_like(tensors["encoder.bn1.weight"], NAN);
  EXPECT_THAT(refusal_of(torch_save(tensors)), HasSubstr("'encoder.bn1.weight' holds a value that is not finite"));
  EXPECT_THAT(refusal_of(torch_save({{"encoder.other", torch::zeros({1})}})), HasSubstr("no tensor has a name"));
}

}  // namespace
}  // namespace sonolist::model
