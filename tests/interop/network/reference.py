"""The networks of model/networks in plain PyTorch, written from their publications, with our names of children.

Attention is in its published form, with permutations; nothing here is shared with, or translated from, the C++ code."""

import itertools

import torch
import torch.nn.functional as F
from torch import nn


def conv(channels_in, channels_out, kernel, stride=1, dilation=1, groups=1):
    return nn.Conv2d(channels_in, channels_out, kernel, stride, dilation * (kernel // 2), dilation, groups, bias=False)


class Gate(nn.Module):
    """Published: maximum and mean over dimension 1, 7x7 convolution, normalisation, sigmoid, product."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(2, 1, 7, padding=3, bias=False)
        self.bn = nn.BatchNorm2d(1, momentum=0.01)

    def forward(self, x):
        pooled = torch.cat([torch.max(x, 1)[0].unsqueeze(1), torch.mean(x, 1).unsqueeze(1)], 1)
        return x * torch.sigmoid(self.bn(self.conv(pooled)))


class Rotate3(nn.Module):
    """Triplet Attention as its authors published it: turn, gate, turn back, for the three pairs of axes."""

    def __init__(self):
        super().__init__()
        self.cw, self.hc, self.hw = Gate(), Gate(), Gate()

    def forward(self, x):
        channel_width = self.cw(x.permute(0, 2, 1, 3).contiguous()).permute(0, 2, 1, 3)
        height_channel = self.hc(x.permute(0, 3, 2, 1).contiguous()).permute(0, 3, 2, 1)
        return (channel_width + height_channel + self.hw(x)) / 3


class ChannelGate(nn.Module):
    """Global channel weights: maximum and mean of each channel, 7 taps along the channels."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(2, 1, (7, 1), padding=(3, 0), bias=False)
        self.bn = nn.BatchNorm2d(1, momentum=0.01)

    def forward(self, x):
        flat = x.flatten(2)
        pooled = torch.stack([flat.max(2)[0], flat.mean(2)], 1)  # [N,2,C]
        weights = F.conv1d(pooled, self.conv.weight.squeeze(3), padding=3)
        return x * torch.sigmoid(self.bn(weights.unsqueeze(3))).squeeze(1).unsqueeze(3)


class Paper(nn.Module):
    def __init__(self):
        super().__init__()
        self.hc, self.hw, self.channel = Gate(), Gate(), ChannelGate()

    def forward(self, x):
        height_channel = self.hc(x.permute(0, 3, 2, 1).contiguous()).permute(0, 3, 2, 1)
        return (height_channel + self.hw(x) + self.channel(x)) / 3


ATTENTION = {"none": nn.Identity, "rotate3": Rotate3, "paper": Paper}


class Bottleneck(nn.Module):
    expansion = 4

    def __init__(self, channels_in, width, stride, first_dilation, _, attention):
        super().__init__()
        out = width * 4
        self.conv1, self.bn1 = conv(channels_in, width, 1), nn.BatchNorm2d(width)
        self.conv2, self.bn2 = conv(width, width, 3, stride, first_dilation), nn.BatchNorm2d(width)
        self.conv3, self.bn3 = conv(width, out, 1), nn.BatchNorm2d(out)
        self.downsample = shortcut(channels_in, out, stride)
        self.attention = ATTENTION[attention]()

    def forward(self, x):
        y = F.relu(self.bn1(self.conv1(x)))
        y = F.relu(self.bn2(self.conv2(y)))
        return F.relu(self.attention(self.bn3(self.conv3(y))) + self.downsample(x))


class BasicBlock(nn.Module):
    expansion = 1

    def __init__(self, channels_in, width, stride, first_dilation, dilation, attention):
        super().__init__()
        self.conv1, self.bn1 = conv(channels_in, width, 3, stride, first_dilation), nn.BatchNorm2d(width)
        self.conv2, self.bn2 = conv(width, width, 3, 1, dilation), nn.BatchNorm2d(width)
        self.downsample = shortcut(channels_in, width, stride)
        self.attention = ATTENTION[attention]()

    def forward(self, x):
        y = F.relu(self.bn1(self.conv1(x)))
        return F.relu(self.attention(self.bn2(self.conv2(y))) + self.downsample(x))


def shortcut(channels_in, out, stride):
    if stride == 1 and channels_in == out:
        return nn.Identity()
    return nn.Sequential(conv(channels_in, out, 1, stride), nn.BatchNorm2d(out))


class ResNet(nn.Module):
    KINDS = {"resnet50": (Bottleneck, (3, 4, 6, 3)), "resnet34": (BasicBlock, (3, 4, 6, 3)),
             "resnet18": (BasicBlock, (2, 2, 2, 2))}

    def __init__(self, kind, attention, placement, output_stride):
        super().__init__()
        block, counts = self.KINDS[kind]
        in_blocks = attention if placement == "block" else "none"
        at_ends = attention if placement == "stage" else "none"
        self.conv1, self.bn1 = conv(3, 64, 7, 2), nn.BatchNorm2d(64)
        channels, stride_so_far, dilation = 64, 4, 1
        self.channels, self.strides = [64], [2]
        for number, count in enumerate(counts, 1):
            width, stride, first_dilation = 32 << number, 1 if number == 1 else 2, dilation
            if stride_so_far * stride > output_stride:
                dilation, stride = dilation * stride, 1
            stride_so_far *= stride
            blocks = [block(channels, width, stride, first_dilation, dilation, in_blocks)]
            channels = width * block.expansion
            blocks += [block(channels, width, 1, dilation, dilation, in_blocks) for _ in range(count - 1)]
            setattr(self, f"layer{number}", nn.Sequential(*blocks))
            setattr(self, f"attention{number}", ATTENTION[at_ends]())
            self.channels.append(channels)
            self.strides.append(stride_so_far)

    def forward(self, x):
        maps = [F.relu(self.bn1(self.conv1(x)))]
        y = F.max_pool2d(maps[0], 3, 2, 1)
        y = self.attention1(self.layer1(y))
        maps.append(y)
        y = self.attention2(self.layer2(y))
        maps.append(y)
        y = self.attention3(self.layer3(y))
        maps.append(y)
        maps.append(self.attention4(self.layer4(y)))
        return maps


class StdcBlock(nn.Module):
    def __init__(self, channels_in, out, stride):
        super().__init__()
        widths = (out // 2, out // 4, out // 8, out // 8)
        self.conv1, self.bn1 = conv(channels_in, widths[0], 1), nn.BatchNorm2d(widths[0])
        self.conv2, self.bn2 = conv(widths[0], widths[1], 3, stride), nn.BatchNorm2d(widths[1])
        self.conv3, self.bn3 = conv(widths[1], widths[2], 3), nn.BatchNorm2d(widths[2])
        self.conv4, self.bn4 = conv(widths[2], widths[3], 3), nn.BatchNorm2d(widths[3])
        self.average = nn.Identity() if stride == 1 else nn.AvgPool2d(3, stride, 1)

    def forward(self, x):
        first = F.relu(self.bn1(self.conv1(x)))
        second = F.relu(self.bn2(self.conv2(first)))
        third = F.relu(self.bn3(self.conv3(second)))
        fourth = F.relu(self.bn4(self.conv4(third)))
        return torch.cat([self.average(first), second, third, fourth], 1)


class Stdc(nn.Module):
    def __init__(self, attention):
        super().__init__()
        self.conv1, self.bn1 = conv(3, 24, 3, 2), nn.BatchNorm2d(24)
        self.conv2, self.bn2 = conv(24, 48, 3, 2), nn.BatchNorm2d(48)
        self.channels, self.strides = [24, 48, 192, 384, 768], [2, 4, 8, 16, 32]
        for number in (3, 4, 5):
            channels_in, out = self.channels[number - 2:number]
            setattr(self, f"stage{number}", nn.Sequential(StdcBlock(channels_in, out, 2), StdcBlock(out, out, 1)))
            setattr(self, f"attention{number}", ATTENTION[attention]())

    def forward(self, x):
        maps = [F.relu(self.bn1(self.conv1(x)))]
        maps.append(F.relu(self.bn2(self.conv2(maps[0]))))
        maps.append(self.attention3(self.stage3(maps[1])))
        maps.append(self.attention4(self.stage4(maps[2])))
        maps.append(self.attention5(self.stage5(maps[3])))
        return maps


class InvertedResidual(nn.Module):
    def __init__(self, channels_in, out, kernel, stride, expansion):
        super().__init__()
        wide = channels_in * expansion
        if expansion > 1:
            self._expand_conv, self._bn0 = conv(channels_in, wide, 1), nn.BatchNorm2d(wide, 1e-3)
        self._depthwise_conv, self._bn1 = conv(wide, wide, kernel, stride, 1, wide), nn.BatchNorm2d(wide, 1e-3)
        self._project_conv, self._bn2 = conv(wide, out, 1), nn.BatchNorm2d(out, 1e-3)
        self.adds = stride == 1 and channels_in == out
        self.expands = expansion > 1

    def forward(self, x):
        y = F.relu6(self._bn0(self._expand_conv(x))) if self.expands else x
        y = F.relu6(self._bn1(self._depthwise_conv(y)))
        y = self._bn2(self._project_conv(y))
        return x + y if self.adds else y


class EfficientNetLite(nn.Module):
    """Kernel, stride, expansion of each stage, by the published table of EfficientNet-B0; blocks and channels as the
    published weights of each kind have them."""

    STAGES = [(3, 1, 1), (3, 2, 6), (5, 2, 6), (3, 2, 6), (5, 1, 6), (5, 2, 6), (3, 1, 6)]
    BLOCKS = {"efficientnet-lite0": [1, 2, 2, 3, 3, 4, 1], "efficientnet-lite2": [1, 3, 3, 4, 4, 5, 1]}
    CHANNELS = {"efficientnet-lite0": [16, 24, 40, 80, 112, 192, 320],
                "efficientnet-lite2": [16, 24, 48, 88, 120, 208, 352]}

    def __init__(self, kind, attention):
        super().__init__()
        self._conv_stem, self._bn0 = conv(3, 32, 3, 2), nn.BatchNorm2d(32, 1e-3)
        blocks, channels = [], 32
        for count, out, (kernel, stride, expansion) in zip(self.BLOCKS[kind], self.CHANNELS[kind], self.STAGES):
            for index in range(count):
                blocks.append(InvertedResidual(channels, out, kernel, stride if index == 0 else 1, expansion))
                channels = out
        self._blocks = nn.ModuleList(blocks)
        for number in (2, 3, 4, 5):
            setattr(self, f"attention{number}", ATTENTION[attention]())
        ends = list(itertools.accumulate(self.BLOCKS[kind]))
        self.ends = [ends[stage] - 1 for stage in (0, 1, 2, 4, 6)]  # the last block of each stride
        self.channels = [self.CHANNELS[kind][stage] for stage in (0, 1, 2, 4, 6)]
        self.strides = [2, 4, 8, 16, 32]

    def forward(self, x):
        y, maps = F.relu6(self._bn0(self._conv_stem(x))), []
        attention = [nn.Identity(), self.attention2, self.attention3, self.attention4, self.attention5]
        for index, block in enumerate(self._blocks):
            y = block(y)
            if index in self.ends:
                y = attention[len(maps)](y)
                maps.append(y)
        return maps


def enlarged(x, like):
    return F.interpolate(x, [like.size(2), like.size(3)], mode="bilinear", align_corners=False)


class SkipDecoder(nn.Module):
    def __init__(self, encoder, channels, skip_channels, classes):
        super().__init__()
        deep, stride, half = encoder.channels[-1], encoder.strides[-1], channels // 2
        self.reduce, self.reduce_bn = conv(deep, channels, 1), nn.BatchNorm2d(channels)
        self.near, self.near_bn = conv(channels, channels, 3, 1, 96 // stride), nn.BatchNorm2d(channels)
        self.far, self.far_bn = conv(channels, channels, 3, 1, 192 // stride), nn.BatchNorm2d(channels)
        self.fuse, self.fuse_bn = conv(4 * channels, half, 1), nn.BatchNorm2d(half)
        self.skip, self.skip_bn = conv(encoder.channels[1], skip_channels, 1), nn.BatchNorm2d(skip_channels)
        self.refine1, self.refine1_bn = conv(half + skip_channels, half, 3), nn.BatchNorm2d(half)
        self.refine2, self.refine2_bn = conv(half, half, 3), nn.BatchNorm2d(half)
        self.whole = nn.Conv2d(channels, channels, 1)
        self.classify = nn.Conv2d(half, classes, 1)

    def forward(self, maps):
        reduced = F.relu(self.reduce_bn(self.reduce(maps[-1])))
        near = F.relu(self.near_bn(self.near(reduced)))
        far = F.relu(self.far_bn(self.far(reduced)))
        whole = F.relu(self.whole(F.adaptive_avg_pool2d(reduced, 1))).expand_as(reduced)
        y = F.relu(self.fuse_bn(self.fuse(torch.cat([reduced, near, far, whole], 1))))
        y = torch.cat([enlarged(y, maps[1]), F.relu(self.skip_bn(self.skip(maps[1])))], 1)
        y = F.relu(self.refine1_bn(self.refine1(y)))
        return self.classify(F.relu(self.refine2_bn(self.refine2(y))))


class UNetLevel(nn.Module):
    def __init__(self, channels_in, out):
        super().__init__()
        self.conv1, self.bn1 = conv(channels_in, out, 3), nn.BatchNorm2d(out)
        self.conv2, self.bn2 = conv(out, out, 3), nn.BatchNorm2d(out)

    def forward(self, deep, skip):
        y = torch.cat([enlarged(deep, skip), skip], 1)
        return F.relu(self.bn2(self.conv2(F.relu(self.bn1(self.conv1(y))))))


class UNetDecoder(nn.Module):
    """For encoders of output stride 32: every map is one level."""

    def __init__(self, encoder, channels, _, classes):
        super().__init__()
        deep = encoder.channels[-1]
        for level, (name, out) in enumerate(zip(("up16", "up8", "up4", "up2"), (channels >> i for i in range(4)))):
            self.add_module(name, UNetLevel(deep + encoder.channels[3 - level], out))
            deep = out
        self.classify = nn.Conv2d(deep, classes, 1)

    def forward(self, maps):
        y = self.up16(maps[4], maps[3])
        y = self.up8(y, maps[2])
        y = self.up4(y, maps[1])
        return self.classify(self.up2(y, maps[0]))


class Separable(nn.Module):
    def __init__(self, channels_in, out, dilation):
        super().__init__()
        self.depthwise = conv(channels_in, channels_in, 3, 1, dilation, channels_in)
        self.depthwise_bn = nn.BatchNorm2d(channels_in)
        self.pointwise, self.pointwise_bn = conv(channels_in, out, 1), nn.BatchNorm2d(out)

    def forward(self, x):
        return F.relu(self.pointwise_bn(self.pointwise(F.relu(self.depthwise_bn(self.depthwise(x))))))


class AsppDecoder(nn.Module):
    def __init__(self, encoder, channels, skip_channels, classes):
        super().__init__()
        deep, unit = encoder.channels[-1], 96 // encoder.strides[-1]
        self.point, self.point_bn = conv(deep, channels, 1), nn.BatchNorm2d(channels)
        self.atrous1, self.atrous2, self.atrous3 = (Separable(deep, channels, unit * i) for i in (1, 2, 3))
        self.whole = nn.Conv2d(deep, channels, 1)
        self.fuse, self.fuse_bn = conv(5 * channels, channels, 1), nn.BatchNorm2d(channels)
        self.skip, self.skip_bn = conv(encoder.channels[1], skip_channels, 1), nn.BatchNorm2d(skip_channels)
        self.refine1 = Separable(channels + skip_channels, channels, 1)
        self.refine2 = Separable(channels, channels, 1)
        self.classify = nn.Conv2d(channels, classes, 1)

    def forward(self, maps):
        deep = maps[-1]
        point = F.relu(self.point_bn(self.point(deep)))
        whole = F.relu(self.whole(F.adaptive_avg_pool2d(deep, 1))).expand_as(point)
        y = torch.cat([point, self.atrous1(deep), self.atrous2(deep), self.atrous3(deep), whole], 1)
        y = F.relu(self.fuse_bn(self.fuse(y)))
        y = torch.cat([enlarged(y, maps[1]), F.relu(self.skip_bn(self.skip(maps[1])))], 1)
        return self.classify(self.refine2(self.refine1(y)))


DECODERS = {"triplet_attention_net": SkipDecoder, "unet": UNetDecoder, "deeplabv3plus": AsppDecoder}


class Network(nn.Module):
    def __init__(self, architecture="triplet_attention_net", encoder="resnet50", attention="none", placement="block",
                 output_stride=16, classes=6):
        super().__init__()
        if encoder == "stdc":
            self.encoder = Stdc(attention)
        elif encoder in EfficientNetLite.BLOCKS:
            self.encoder = EfficientNetLite(encoder, attention)
        else:
            self.encoder = ResNet(encoder, attention, placement, output_stride)
        self.decoder = DECODERS[architecture](self.encoder, 256, 48, classes)

    def forward(self, x):
        """x: of whole cells of the deepest map."""
        return enlarged(self.decoder(self.encoder(x)), x)


def our_name(name):
    """Of a parameter or buffer. TorchScript cannot save a child with the name of a keyword, our "global"."""
    return name.replace("decoder.whole.", "decoder.global.")


def randomise(network, x, generator):
    """Random weights and statistics, none trivial, at which 32 bits suffice to tell right from wrong.

    With plain random weights they do not: PyTorch's own gradients of this ResNet-50 then differ by 3 % between 32 and 64
    bits, because a perturbation grows from block to block, and each activation within rounding of a ReLU's kink may have
    a gradient on one side and none on the other. So residual branches are a quarter as large as their shortcuts, as
    training makes them, and normalisations shift each channel one and a half to two and a half deviations to one side."""

    def uniform(like, low, high):
        return low + (high - low) * torch.rand(like.shape, generator=generator)

    last = {block.bn3 if isinstance(block, Bottleneck) else block.bn2
            for block in network.modules() if isinstance(block, (Bottleneck, BasicBlock))}
    last |= {block._bn2 for block in network.modules() if isinstance(block, InvertedResidual) and block.adds}
    norms = [module for module in network.modules() if isinstance(module, nn.BatchNorm2d)]
    with torch.no_grad():
        for module in network.modules():
            if isinstance(module, nn.Conv2d):
                inputs = module.weight[0].numel()
                module.weight.copy_(torch.randn(module.weight.shape, generator=generator) * (2 / inputs) ** 0.5)
                if module.bias is not None:
                    module.bias.copy_(uniform(module.bias, -0.1, 0.1))
        for norm in norms:
            norm.weight.copy_(uniform(norm.weight, 0.5, 1.0) * (0.25 if norm in last else 1.0))
            side = torch.where(uniform(norm.bias, 0.0, 1.0) < 0.7, 1.0, -1.0)
            norm.bias.copy_(norm.weight * side * uniform(norm.bias, 1.5, 2.5))
            norm.momentum = 1.0  # the statistics become those of this pass
        network.train()
        network(x)
        for norm in norms:
            spread = norm.running_var.sqrt()
            norm.running_mean.add_(uniform(spread, -0.2, 0.2) * spread)
            norm.running_var.mul_(uniform(spread, 0.8, 1.25))
    network.eval()
