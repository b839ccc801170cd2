#include "model/networks/segmentation_network.h"

#include <optional>
#include <string>

#include "model/error.h"
#include "model/networks/aspp_decoder.h"
#include "model/networks/efficientnet_lite_encoder.h"
#include "model/networks/encoder_decoder_net.h"
#include "model/networks/resnet_encoder.h"
#include "model/networks/skip_decoder.h"
#include "model/networks/stdc_encoder.h"
#include "model/networks/unet_decoder.h"
#include "model/package/architecture_rules.h"

namespace sonolist::model {
namespace {

// Names are known here: problem_of() has looked at them.
EncoderOptions encoder_options(const Architecture& architecture) {
  EncoderOptions options;
  options.output_stride = architecture.output_stride;
  if (architecture.attention == "paper") options.attention = AttentionBranches::kPaper;
  if (architecture.attention == "rotate3") options.attention = AttentionBranches::kRotate3;
  if (architecture.attention_placement == "stage") options.placement = AttentionPlacement::kStage;
  return options;
}

std::shared_ptr<Encoder> make_encoder(const std::string& name, const EncoderOptions& options) {
  if (name == "efficientnet-lite0") {
    return std::make_shared<EfficientNetLiteEncoder>(EfficientNetLiteKind::kLite0, options);
  }
  if (name == "efficientnet-lite1") {
    return std::make_shared<EfficientNetLiteEncoder>(EfficientNetLiteKind::kLite1, options);
  }
  if (name == "efficientnet-lite2") {
    return std::make_shared<EfficientNetLiteEncoder>(EfficientNetLiteKind::kLite2, options);
  }
  if (name == "stdc") return std::make_shared<StdcEncoder>(options);
  auto kind = ResNetKind::kResNet50;
  if (name == "resnet34") kind = ResNetKind::kResNet34;
  if (name == "resnet18") kind = ResNetKind::kResNet18;
  return std::make_shared<ResNetEncoder>(kind, options);
}

std::shared_ptr<Decoder> make_decoder(const std::string& type, const std::vector<FeatureLevel>& levels,
                                      const DecoderOptions& options) {
  if (type == "unet") return std::make_shared<UNetDecoder>(levels, options);
  if (type == "deeplabv3plus") return std::make_shared<AsppDecoder>(levels, options);
  return std::make_shared<SkipDecoder>(levels, options);
}

}  // namespace

std::shared_ptr<SegmentationNetwork> make_network(const Architecture& architecture, int channels) {
  if (architecture.type == "torchscript") {
    throw ModelError("architecture.type 'torchscript' cannot be made, only loaded from its package; use another");
  }
  if (const auto problem = problem_of(architecture)) {
    throw ModelError("architecture." + problem->field + " " + problem->reason);
  }
  if (channels < 2) {
    throw ModelError("a network of " + std::to_string(channels) +
                     " channels has nothing to tell apart; it needs the background and a class");
  }
  const auto encoder = make_encoder(architecture.encoder, encoder_options(architecture));
  DecoderOptions decoder;
  decoder.channels = architecture.decoder_channels;
  decoder.skip_channels = architecture.skip_channels;
  decoder.output_channels = channels;
  return std::make_shared<EncoderDecoderNet>(encoder, make_decoder(architecture.type, encoder->levels(), decoder));
}

}  // namespace sonolist::model
