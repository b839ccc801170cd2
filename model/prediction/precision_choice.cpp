#include "model/prediction/precision_choice.h"

#include <algorithm>

#ifdef SONOLIST_WITH_ONEDNN
#include "model/compiled/compile.h"
#endif
#include "model/error.h"

namespace sonolist::model {
namespace {

bool is_within_bound(const Quantisation& quantisation) {
  return std::all_of(quantisation.losses.begin(), quantisation.losses.end(),
                     [&](const PrecisionLoss& loss) { return loss.loss() <= quantisation.largest_loss; });
}

// Empty when it can be.
std::string reason_against_bytes(const Package& package, torch::Device device) {
  if (!package.quantisation) {
    return "the package " + package.manifest.name + " has no " + kQuantisationFile +
           "; make it with 'sonolist-model quantise'";
  }
  if (!device.is_cpu()) return "it is for CPUs, not for " + device.str();
#ifndef SONOLIST_WITH_ONEDNN
  return "this program was built without oneDNN";
#else
  return "";
#endif
}

bool gains_by_bytes() {
#ifdef SONOLIST_WITH_ONEDNN
  return processor_likes_bytes();
#else
  return false;
#endif
}

}  // namespace

Precision choose_precision(const std::string& name, const Package& package, torch::Device device) {
  if (name == "float32") return Precision::kFloat32;
  if (name == "bfloat16") {
    if (!device.is_cuda()) throw ModelError("precision bfloat16 is for CUDA, not for " + device.str() + "; use auto");
    return Precision::kBfloat16;
  }
  const auto reason = reason_against_bytes(package, device);
  if (name == "int8") {
    if (!reason.empty()) throw ModelError("precision int8 cannot be used: " + reason);
    return Precision::kInt8;
  }
  if (name != "auto") throw ModelError("precision '" + name + "' is unknown; use auto, float32, bfloat16 or int8");
  const bool bytes = reason.empty() && is_within_bound(*package.quantisation) && gains_by_bytes();
  return bytes ? Precision::kInt8 : Precision::kFloat32;
}

}  // namespace sonolist::model
