#include "model/package/scripted_network.h"

#include <torch/script.h>

#include <exception>
#include <sstream>
#include <utility>

#include "model/error.h"

namespace sonolist::model {
namespace {

class ScriptedNetwork : public SegmentationNetwork {
 public:
  ScriptedNetwork(torch::jit::Module module, int channels, std::string origin)
      : module_(std::move(module)), channels_(channels), origin_(std::move(origin)) {}

  torch::Tensor forward(torch::Tensor x) override {
    const auto result = module_.forward({x});
    const std::vector<std::int64_t> expected = {x.size(0), channels_, x.size(2), x.size(3)};
    if (!result.isTensor() || result.toTensor().sizes() != torch::IntArrayRef(expected)) {
      std::ostringstream sentence;
      sentence << origin_ << ": gave " << (result.isTensor() ? torch::str(result.toTensor().sizes()) : result.tagKind())
               << " for input " << x.sizes() << "; the manifest's classes need logits " << expected;
      throw ModelError(sentence.str());
    }
    return result.toTensor();
  }

  // The module's tensors are unknown to torch::nn::Module, so what walks over those must be passed on.
  using SegmentationNetwork::to;
  void to(torch::Device device, bool non_blocking) override { module_.to(device, non_blocking); }
  void train(bool on) override {
    module_.train(on);
    SegmentationNetwork::train(on);
  }

 private:
  torch::jit::Module module_;
  int channels_;
  std::string origin_;
};

}  // namespace

std::shared_ptr<SegmentationNetwork> load_scripted_network(std::string_view bytes, int channels,
                                                           const std::string& origin) {
  std::istringstream stream{std::string(bytes)};
  try {
    return std::make_shared<ScriptedNetwork>(torch::jit::load(stream), channels, origin);
  } catch (const c10::Error& error) {
    throw ModelError(origin +
                     ": is no TorchScript module that this LibTorch can load: " + error.what_without_backtrace());
  } catch (const std::exception& error) {  // of the compiler of the module's code
    throw ModelError(origin + ": holds code that this LibTorch cannot compile: " + error.what());
  }
}

}  // namespace sonolist::model
