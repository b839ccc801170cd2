#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <torch/torch.h>

#include <algorithm>
#include <future>
#include <string>
#include <vector>

#include "model/compiled/compile.h"
#include "model/compiled/compiled_network.h"
#include "model/compiled/merge.h"
#include "model/compiled/thread_share.h"
#include "model/error.h"
#include "model/networks/averaged_network.h"
#include "model/tests/tiny_network.h"

namespace sonolist::model {
namespace {

using ::testing::HasSubstr;

constexpr int kChannels = 4;

struct CompiledCase {
  std::string type, encoder, attention, placement;
  int output_stride;
};

std::ostream& operator<<(std::ostream& out, const CompiledCase& one) {
  return out << one.type << " " << one.encoder << " " << one.attention << " " << one.placement << " "
             << one.output_stride;
}

// Statistics that are none of a fresh network's, and gates that are not all one half.
std::shared_ptr<SegmentationNetwork> trained_like(const CompiledCase& wanted) {
  torch::manual_seed(3);
  Architecture architecture;
  architecture.type = wanted.type;
  architecture.encoder = wanted.encoder;
  architecture.attention = wanted.attention;
  architecture.attention_placement = wanted.placement;
  architecture.output_stride = wanted.output_stride;
  architecture.decoder_channels = 32;
  architecture.skip_channels = 8;
  const auto network = make_network(architecture, kChannels);
  const torch::NoGradGuard no_gradient;
  for (auto& buffer : network->named_buffers()) {
    if (buffer.key().find("running_mean") != std::string::npos) buffer.value().uniform_(-0.3, 0.3);
    if (buffer.key().find("running_var") != std::string::npos) buffer.value().uniform_(0.7, 1.3);
  }
  for (auto& parameter : network->named_parameters()) {
    if (parameter.key().find("bn.weight") != std::string::npos) parameter.value().uniform_(0.5, 1.0);
    if (parameter.key().find("bias") != std::string::npos) parameter.value().uniform_(-0.2, 0.2);
  }
  network->eval();
  network->fold_batch_norm();
  return network;
}

torch::Tensor picture(std::int64_t rows, std::int64_t cols, std::int64_t count = 1) {
  torch::manual_seed(4);
  return torch::randn({count, 3, rows, cols});
}

double relative_error(const torch::Tensor& given, const torch::Tensor& expected) {
  return ((given - expected).abs().max() / expected.abs().max()).item<double>();
}

class CompiledNetworkOf : public ::testing::TestWithParam<CompiledCase> {
 protected:
  const torch::InferenceMode inference_;
};

TEST_P(CompiledNetworkOf, GivesTheSameLogitsInFloats) {
  const auto network = trained_like(GetParam());
  CompiledNetwork compiled(network);
  for (const auto& x : {picture(64, 96), picture(75, 93)}) {  // whole cells, and not
    const auto expected = network->forward(x);
    EXPECT_LT(relative_error(compiled.forward(x), expected), 1e-4);
    EXPECT_LT(relative_error(compiled.forward(x), expected), 1e-4) << "the second time";
  }
}

TEST_P(CompiledNetworkOf, GivesNearlyTheSameLogitsInBytes) {
  const auto network = trained_like(GetParam());
  const auto x = picture(64, 96, 2);
  const auto expected = network->forward(x);
  const auto ranges = CompiledNetwork(network).measure_ranges(x);
  const auto error = (CompiledNetwork(network, ranges).forward(x) - expected).abs().mean().item<double>();
  EXPECT_LT(error, 0.1 * (expected - expected.mean()).abs().mean().item<double>());
}

INSTANTIATE_TEST_SUITE_P(Networks, CompiledNetworkOf,
                         ::testing::Values(CompiledCase{"triplet_attention_net", "resnet18", "none", "block", 32},
                                           CompiledCase{"triplet_attention_net", "resnet18", "paper", "block", 16},
                                           CompiledCase{"triplet_attention_net", "resnet50", "rotate3", "stage", 16},
                                           CompiledCase{"triplet_attention_net", "efficientnet-lite0", "rotate3",
                                                        "stage", 32},
                                           CompiledCase{"triplet_attention_net", "stdc", "paper", "stage", 32},
                                           CompiledCase{"unet", "resnet18", "paper", "stage", 32},
                                           CompiledCase{"deeplabv3plus", "efficientnet-lite0", "none", "stage", 32}));

TEST(CompiledNetworkTest, BatchesAreRunPictureByPicture) {
  const torch::InferenceMode inference;
  CompiledNetwork compiled(trained_like({"triplet_attention_net", "resnet18", "none", "block", 32}));
  const auto x = picture(64, 64, 3);
  const auto together = compiled.forward(x);
  for (std::int64_t i = 0; i < 3; ++i) {
    EXPECT_TRUE(torch::equal(together[i], compiled.forward(x.narrow(0, i, 1))[0])) << i;
  }
}

TEST(CompiledNetworkTest, RunsSeveralPicturesSideBySide) {
  CompiledNetwork compiled(trained_like({"triplet_attention_net", "resnet18", "paper", "stage", 32}));
  const auto x = picture(64, 96, 6);
  torch::Tensor expected;
  {
    const torch::InferenceMode inference;
    expected = compiled.forward(x);
  }
  const auto error_of_every_third = [&](std::int64_t first) {
    const torch::InferenceMode inference;
    const ThreadShare share(1);
    double largest = 0.0;
    for (auto i = first; i < 6; i += 3)
      largest = std::max(largest, relative_error(compiled.forward(x.narrow(0, i, 1))[0], expected[i]));
    return largest;
  };
  std::vector<std::future<double>> errors;
  for (std::int64_t first = 0; first < 3; ++first)
    errors.push_back(std::async(std::launch::async, error_of_every_third, first));
  for (auto& error : errors) EXPECT_LT(error.get(), 1e-5);
}

TEST(ThreadShareTest, IsOfItsThreadAndEndsWithIt) {
  const int before = threads_of_caller();
  {
    const ThreadShare one(1);
    EXPECT_EQ(threads_of_caller(), 1);
    EXPECT_EQ(std::async(std::launch::async, threads_of_caller).get(), before) << "another thread";
    const ThreadShare as_before(0);
    EXPECT_EQ(threads_of_caller(), 1);
  }
  EXPECT_EQ(threads_of_caller(), before);
}

TEST(CompiledNetworkTest, RefusesRangesOfAnotherNetwork) {
  const torch::InferenceMode inference;
  CompiledNetwork compiled(trained_like({"triplet_attention_net", "resnet18", "none", "block", 32}),
                           ActivationRanges{1.0F, 2.0F});
  try {
    compiled.forward(picture(64, 64));
    FAIL() << "ran";
  } catch (const ModelError& error) {
    EXPECT_THAT(error.what(), HasSubstr("quantise"));
  }
}

// A network with an operation that no plan knows.
class UncommonNetwork : public SegmentationNetwork {
 public:
  torch::Tensor forward(torch::Tensor x) override { return torch::cumsum(x, 2); }
};

TEST(CompiledNetworkTest, LeavesWhatItDoesNotKnowToLibTorch) {
  const torch::InferenceMode inference;
  const auto network = std::make_shared<UncommonNetwork>();
  const auto x = picture(64, 64);
  CompiledNetwork compiled(network);
  EXPECT_TRUE(torch::equal(compiled.forward(x), network->forward(x)));
  EXPECT_FALSE(compiled.is_planned());
  try {
    CompiledNetwork(network).measure_ranges(x);
    FAIL() << "measured";
  } catch (const ModelError& error) {
    EXPECT_THAT(error.what(), HasSubstr("cumsum"));
  }
}

TEST(Compile, CompilesTheMembersOfAnAverage) {
  const torch::InferenceMode inference;
  const CompiledCase one{"triplet_attention_net", "resnet18", "none", "block", 32};
  TestTimeViews views;
  views.flip = true;
  const auto average = std::make_shared<AveragedNetwork>(
      std::vector<std::shared_ptr<SegmentationNetwork>>{trained_like(one), trained_like(one)}, views);
  average->eval();
  const auto x = picture(64, 64);
  const auto expected = average->forward(x);
  EXPECT_LT((compile(average, nullptr)->forward(x) - expected).abs().max().item<double>(), 1e-3);
}

TEST(Compile, SaysWhetherAllMembersRunAsPlans) {
  const torch::InferenceMode inference;
  const auto known = trained_like({"triplet_attention_net", "resnet18", "none", "block", 32});
  const auto x = picture(64, 64);
  for (const bool all : {true, false}) {
    std::shared_ptr<SegmentationNetwork> second = known;
    if (!all) second = std::make_shared<UncommonNetwork>();
    const auto compiled = compile(known, nullptr), other = compile(second, nullptr);
    compiled->forward(x);
    other->forward(x);
    const auto average = std::make_shared<AveragedNetwork>(
        std::vector<std::shared_ptr<SegmentationNetwork>>{compiled, other}, TestTimeViews{});
    EXPECT_EQ(is_planned(average), all);
  }
}

TEST(Compile, RefusesRangesForAnotherNumberOfNetworks) {
  Quantisation quantisation;
  EXPECT_THROW(compile(trained_like({"triplet_attention_net", "resnet18", "none", "block", 32}), &quantisation),
               ModelError);
}

Node node_of(Operation operation, std::vector<std::size_t> inputs) {
  Node node;
  node.operation = operation;
  node.inputs = std::move(inputs);
  node.shape = {8, 4, 4};
  return node;
}

TEST(Merge, PutsSumAndActivationIntoTheConvolutionBefore) {
  Graph graph;
  graph.nodes = {node_of(Operation::kInput, {}),        node_of(Operation::kConvolution, {0}),
                 node_of(Operation::kConvolution, {1}), node_of(Operation::kAdd, {2, 1}),
                 node_of(Operation::kActivation, {3}),  node_of(Operation::kConvolution, {4})};
  graph.nodes[4].activation = Activation::kRelu;
  const auto merged = merge(graph);
  ASSERT_EQ(merged.nodes.size(), 4u);
  EXPECT_EQ(merged.nodes[2].added, std::optional<std::size_t>(1));
  EXPECT_EQ(merged.nodes[2].activation, Activation::kRelu);
  EXPECT_EQ(merged.nodes[3].inputs.front(), 2u);
}

TEST(Merge, KeepsASumWhoseOperandsAreUsedElsewhere) {
  Graph graph;
  graph.nodes = {node_of(Operation::kInput, {}), node_of(Operation::kConvolution, {0}),
                 node_of(Operation::kConvolution, {1}), node_of(Operation::kAdd, {2, 1}),
                 node_of(Operation::kConcatenate, {2, 3})};
  EXPECT_EQ(merge(graph).nodes.size(), 5u);
}

}  // namespace
}  // namespace sonolist::model
