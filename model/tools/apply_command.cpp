#include <iostream>
#include <memory>

#include "model/error.h"
#include "model/package/package.h"
#include "model/package/safetensors.h"
#include "model/prediction/device_choice.h"
#include "model/tools/commands.h"

namespace sonolist::model::tools {
namespace {

constexpr const char* kInput = "input";
constexpr const char* kWeights = "weights";
constexpr const char* kLogits = "logits";
constexpr const char* kDeepest = "deepest";

struct ApplyOptions {
  std::string package, input, out, gradients;
  bool allow_torchscript = false, in_double = false;
};

torch::Tensor tensor_of(const TensorMap& tensors, const std::string& name, const std::string& path,
                        torch::ScalarType type) {
  const auto found = tensors.find(name);
  if (found == tensors.end()) throw ModelError(path + ": tensor '" + name + "' is missing");
  if (!found->second.is_floating_point()) throw ModelError(path + ": tensor '" + name + "' must be F32 or F64");
  return found->second.to(type);
}

// Of sum(logits * weights), in evaluation mode: normalisation with the stored statistics, no dropout.
TensorMap gradients_of(SegmentationNetwork& network, const torch::Tensor& logits, const torch::Tensor& weights,
                       const std::string& path) {
  if (weights.sizes() != logits.sizes()) {
    throw ModelError(path + ": tensor '" + kWeights + "' must have the shape of the logits, " +
                     torch::str(logits.sizes()));
  }
  const auto parameters = network.named_parameters();
  if (parameters.is_empty()) throw ModelError("gradients: a TorchScript package shows no parameters");
  (logits * weights).sum().backward();
  TensorMap gradients;
  for (const auto& item : parameters) gradients.emplace(item.key(), item.value().grad());
  return gradients;
}

void apply(const ApplyOptions& options) {
  set_network_threads(0);
  const auto package = load_package(options.package, options.allow_torchscript);
  const auto tensors = read_safetensors(options.input);
  const auto type = options.in_double ? torch::kFloat64 : torch::kFloat32;
  package.network->to(type);
  const torch::AutoGradMode with_gradients(!options.gradients.empty());
  const auto output = package.network->forward_for_training(tensor_of(tensors, kInput, options.input, type));
  const auto& logits = output.logits;
  TensorMap results = {{kLogits, logits.detach()}};
  if (output.deepest.defined()) results.emplace(kDeepest, output.deepest.detach());
  write_safetensors(results, options.out);
  std::cout << options.out << ": logits " << logits.sizes() << '\n';
  if (options.gradients.empty()) return;
  const auto weights = tensor_of(tensors, kWeights, options.input, type);
  write_safetensors(gradients_of(*package.network, logits, weights, options.input), options.gradients);
}

}  // namespace

void add_apply_command(CLI::App& application) {
  auto options = std::make_shared<ApplyOptions>();
  auto* command = application.add_subcommand(
      "apply", "Runs a package's network alone, tensor in, logits out, to compare it with another implementation");
  command->add_option("--package", options->package, "Package folder or .zip")->required();
  command
      ->add_option(
          "--input", options->input,
          "Safetensors with 'input', F32 or F64 [N,3,H,W], normalised; for gradients also 'weights', of the logits' "
          "shape")
      ->required();
  command
      ->add_option(
          "--out", options->out,
          "Safetensors to write: 'logits' [N,classes,H,W], before temperatures and post-processing, and 'deepest', "
          "the encoder's deepest map")
      ->required();
  command->add_option("--gradients", options->gradients,
                      "Safetensors to write: d sum(logits * weights) / d parameter, by name, in evaluation mode");
  command->add_flag("--double", options->in_double,
                    "Calculates in 64 bits: what differs then is no rounding (not of TorchScript)");
  command->add_flag("--allow-torchscript", options->allow_torchscript, "Runs a TorchScript package: its author's code");
  command->callback([options] { apply(*options); });
}

}  // namespace sonolist::model::tools
