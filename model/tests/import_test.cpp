#include "model/package/import.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "model/error.h"
#include "model/package/state_dict.h"
#include "model/tests/temporary_folder.h"

namespace sonolist::model {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::TemporaryFolder;

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

TEST_F(ImportTest, TellsHowToConvertAPytorchCheckpoint) {
  const auto network = make_network(architecture("none"), 2);
  for (const std::string start : {"PK\x03\x04", "\x80\x02"}) {
    std::ofstream(path_, std::ios::binary) << start << "rest";
    try {
      import_encoder(*network, path_);
      ADD_FAILURE() << "a pickle was accepted";
    } catch (const ModelError& error) {
      EXPECT_THAT(error.what(), HasSubstr("safetensors.torch"));
    }
  }
}

}  // namespace
}  // namespace sonolist::model
