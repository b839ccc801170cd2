#include "model/package/architecture_rules.h"

#include <algorithm>

namespace sonolist::model {
namespace {

constexpr int kWidestDecoder = 4096;
constexpr int kNarrowestUNet = 8;  // halved three times

// Nothing where `value` is known.
std::optional<ArchitectureProblem> unknown(const std::string& field, const std::string& value,
                                           const std::vector<std::string>& known) {
  if (std::find(known.begin(), known.end(), value) != known.end()) return std::nullopt;
  std::string list;
  for (const auto& name : known) list += (list.empty() ? "" : ", ") + name;
  return ArchitectureProblem{field, "'" + value + "' is unknown; use one of " + list};
}

std::optional<ArchitectureProblem> outside(const std::string& field, int value, int smallest) {
  if (value >= smallest && value <= kWidestDecoder) return std::nullopt;
  return ArchitectureProblem{field, "'" + std::to_string(value) + "' is not possible; use " + std::to_string(smallest) +
                                        " to " + std::to_string(kWidestDecoder)};
}

// They have no dilation, and no block whose branch an attention could weigh as the published one does.
bool is_light(const std::string& encoder) {
  return encoder.rfind("resnet", 0) != 0;
}

std::optional<ArchitectureProblem> problem_of_light(const Architecture& architecture) {
  if (architecture.output_stride != 32) {
    return ArchitectureProblem{"output_stride", "'" + std::to_string(architecture.output_stride) +
                                                    "' is not possible with encoder " + architecture.encoder +
                                                    ", which has no dilation; use 32"};
  }
  if (architecture.attention != "none" && architecture.attention_placement != "stage") {
    return ArchitectureProblem{"attention_placement",
                               "'" + architecture.attention_placement + "' is not possible with encoder " +
                                   architecture.encoder +
                                   ", which takes it at the ends of stages only; use stage, or attention none"};
  }
  return std::nullopt;
}

}  // namespace

const std::vector<std::string>& encoder_names() {
  static const std::vector<std::string> names = {
      "resnet50", "resnet34", "resnet18", "stdc", "efficientnet-lite0", "efficientnet-lite1", "efficientnet-lite2"};
  return names;
}

std::optional<ArchitectureProblem> problem_of(const Architecture& architecture) {
  if (architecture.type == "torchscript") return std::nullopt;
  const bool unet = architecture.type == "unet";
  auto problem = unknown("type", architecture.type, {"triplet_attention_net", "unet", "deeplabv3plus"});
  if (!problem) problem = unknown("encoder", architecture.encoder, encoder_names());
  if (!problem) problem = unknown("attention", architecture.attention, {"paper", "rotate3", "none"});
  if (!problem) problem = unknown("attention_placement", architecture.attention_placement, {"block", "stage"});
  if (!problem) problem = unknown("output_stride", std::to_string(architecture.output_stride), {"8", "16", "32"});
  if (!problem) problem = outside("decoder_channels", architecture.decoder_channels, unet ? kNarrowestUNet : 2);
  if (!problem && !unet) problem = outside("skip_channels", architecture.skip_channels, 1);
  if (!problem && is_light(architecture.encoder)) problem = problem_of_light(architecture);
  return problem;
}

bool has_skip_channels(const std::string& type) {
  return type != "unet";
}

}  // namespace sonolist::model
