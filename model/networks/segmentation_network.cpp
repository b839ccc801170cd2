#include "model/networks/segmentation_network.h"

#include <optional>
#include <string>

#include "model/error.h"
#include "model/networks/triplet_attention_net.h"

namespace sonolist::model {
namespace {

[[noreturn]] void refuse(const std::string& field, const std::string& value, const std::string& known) {
  throw ModelError("architecture." + field + " '" + value + "' is unknown; use " + known);
}

std::optional<AttentionBranches> attention_branches(const std::string& name) {
  if (name == "paper") return AttentionBranches::kPaper;
  if (name == "rotate3") return AttentionBranches::kRotate3;
  if (name == "none") return std::nullopt;
  refuse("attention", name, "paper, rotate3 or none");
}

AttentionPlacement attention_placement(const std::string& name) {
  if (name == "block") return AttentionPlacement::kBlock;
  if (name == "stage") return AttentionPlacement::kStage;
  refuse("attention_placement", name, "block or stage");
}

}  // namespace

std::shared_ptr<SegmentationNetwork> make_network(const Architecture& architecture, int channels) {
  if (architecture.type != "triplet_attention_net") refuse("type", architecture.type, "triplet_attention_net");
  if (architecture.encoder != "resnet50") refuse("encoder", architecture.encoder, "resnet50");
  const int stride = architecture.output_stride;
  if (stride != 8 && stride != 16 && stride != 32) refuse("output_stride", std::to_string(stride), "8, 16 or 32");
  if (architecture.decoder_channels < 2) {
    refuse("decoder_channels", std::to_string(architecture.decoder_channels), "2 or more");
  }
  if (architecture.skip_channels < 1) {
    refuse("skip_channels", std::to_string(architecture.skip_channels), "1 or more");
  }
  if (channels < 2) {
    throw ModelError("a network of " + std::to_string(channels) +
                     " channels has nothing to tell apart; it needs the background and a class");
  }
  EncoderOptions encoder;
  encoder.output_stride = stride;
  encoder.attention = attention_branches(architecture.attention);
  encoder.placement = attention_placement(architecture.attention_placement);
  DecoderOptions decoder;
  decoder.channels = architecture.decoder_channels;
  decoder.skip_channels = architecture.skip_channels;
  decoder.output_stride = stride;
  decoder.output_channels = channels;
  return std::make_shared<TripletAttentionNet>(encoder, decoder);
}

}  // namespace sonolist::model
