#include "model/tools/architecture_option.h"

#include "model/package/architecture_rules.h"

namespace sonolist::model::tools {

void add_architecture_options(CLI::App& command, Architecture& architecture) {
  command
      .add_option("--architecture", architecture.type,
                  "triplet_attention_net (the published encoder, a light decoder), unet or deeplabv3plus")
      ->check(CLI::IsMember({"triplet_attention_net", "unet", "deeplabv3plus"}));
  command
      .add_option("--encoder", architecture.encoder, "A ResNet as published, or a light one: efficientnet-lite, stdc")
      ->check(CLI::IsMember(encoder_names()));
  command.add_option("--attention", architecture.attention, "Triplet attention: paper, rotate3 or none")
      ->check(CLI::IsMember({"paper", "rotate3", "none"}));
  command
      .add_option("--placement", architecture.attention_placement,
                  "Attention in every block, or at the end of a stage (light encoders: stage)")
      ->check(CLI::IsMember({"block", "stage"}));
  command.add_option("--output-stride", architecture.output_stride, "Of the encoder: 8, 16 or 32 (light encoders: 32)")
      ->check(CLI::IsMember({8, 16, 32}));
  command.add_option("--decoder-channels", architecture.decoder_channels, "Width of the decoder");
  command.add_option("--skip-channels", architecture.skip_channels, "Width of the skip connection (not of unet)");
}

}  // namespace sonolist::model::tools
