"""Runs a network of tests/interop/network/reference.py and the same weights in sonolist-model, and compares."""

import copy
import json
import subprocess

import torch

from tests.harness.paths import MODEL_TOOL, PACKAGE, ROOT
from tests.interop.network import reference, safetensors_file

TEMPLATE = ROOT / "model" / "packages" / "templates" / "anterior-sciatic.json"  # five structures and the background
SHAPE = (2, 3, 96, 128)
GRADIENT_SHAPE = (64, 64)
CLASSES = 6


def largest_error(ours, theirs):
    """max |a-b| / max |b|"""
    return ((ours - theirs).abs().max() / theirs.abs().max()).item()


def vector_error(ours, theirs):
    """|a-b| / |b| as vectors, in double precision"""
    return ((ours.double() - theirs.double()).norm() / theirs.double().norm()).item()


def tool(*arguments):
    result = subprocess.run([MODEL_TOOL, *map(str, arguments)], capture_output=True, text=True)
    if result.returncode != 0:
        raise RuntimeError(f"sonolist-model {arguments[0]}: {result.stderr.strip()}")


def shipped_package(folder):
    """Logits of the package of this repository, ours and the reference's, for random input."""
    description = json.loads((PACKAGE / "model.json").read_text())["architecture"]
    network = reference.Network(description["type"], description["encoder"], description["attention"],
                                description["attention_placement"], description["output_stride"], CLASSES)
    weights = safetensors_file.read(PACKAGE / "weights.safetensors")
    network.load_state_dict({name: weights[reference.our_name(name)] for name in network.state_dict()})
    x = torch.randn(SHAPE, generator=torch.Generator().manual_seed(0))
    safetensors_file.write(folder / "input.safetensors", {"input": x})
    tool("apply", "--package", PACKAGE, "--input", folder / "input.safetensors", "--out", folder / "out.safetensors")
    with torch.no_grad():
        return safetensors_file.read(folder / "out.safetensors")["logits"], network.eval()(x)


class Case:
    """One architecture with random weights: the reference's answer, and ours by whatever way the weights travel."""

    def __init__(self, folder, name, seed, **architecture):
        self.folder, self.name, self.architecture = folder / name, name, architecture
        self.folder.mkdir()
        generator = torch.Generator().manual_seed(seed)
        torch.manual_seed(seed)
        self.input = torch.randn(SHAPE, generator=generator)
        self.network = reference.Network(classes=CLASSES, **architecture)
        reference.randomise(self.network, self.input, generator)
        self.deepest = self.network.encoder(self.input)[-1].detach()
        self.logits = self.network(self.input).detach()
        self.weights = torch.randn(self.logits.shape, generator=generator)
        safetensors_file.write(self.folder / "input.safetensors", {"input": self.input, "weights": self.weights})

    def state_dict(self):
        return {reference.our_name(name): tensor for name, tensor in self.network.state_dict().items()}

    def gradients(self, number_type):
        """Of sum(logits * weights), by parameter, for a part of the input: numbers of 64 bits are slow."""
        network = copy.deepcopy(self.network).to(number_type)
        rows, columns = GRADIENT_SHAPE
        logits = network(self.input[:, :, :rows, :columns].to(number_type))
        (logits * self.weights[:, :, :rows, :columns].to(number_type)).sum().backward()
        return {reference.our_name(name): parameter.grad for name, parameter in network.named_parameters()}

    def options(self):
        names = {"architecture": "--architecture", "encoder": "--encoder", "attention": "--attention",
                 "placement": "--placement", "output_stride": "--output-stride"}
        return [text for key, value in self.architecture.items() for text in (names[key], value)]

    def imported(self, weights, *more):
        """The package of a file with weights: its folder."""
        package = self.folder / f"package-of-{weights.name}"
        tool("import", "--weights", weights, "--template", TEMPLATE, "--size", "96x128", "--source", "random",
             "--out", package, *more)
        return package

    def applied(self, package, *more):
        """What sonolist-model gives for the input."""
        out = package / "out.safetensors"
        tool("apply", "--package", package, "--input", self.folder / "input.safetensors", "--out", out, *more)
        return safetensors_file.read(out)

    def package_of_torch_save(self):
        saved = self.folder / "saved.pt"
        torch.save(self.state_dict(), saved)
        return self.imported(saved, "--fp32", *self.options())

    def our_gradients(self, package, *more):
        """The same as gradients() from sonolist-model."""
        rows, columns = GRADIENT_SHAPE
        part, gradients = package / "part.safetensors", package / "gradients.safetensors"
        safetensors_file.write(part, {"input": self.input[:, :, :rows, :columns],
                                      "weights": self.weights[:, :, :rows, :columns]})
        tool("apply", "--package", package, "--input", part, "--out", package / "part-out.safetensors",
             "--gradients", gradients, *more)
        return safetensors_file.read(gradients)

    def through_file(self, name, write):
        weights = self.folder / name
        write(weights)
        return self.applied(self.imported(weights, "--fp32", *self.options()))["logits"]

    def through_torchscript(self):
        traced = self.folder / "traced.pt"
        torch.jit.trace(self.network, self.input).save(str(traced))
        return self.applied(self.imported(traced, "--torchscript"), "--allow-torchscript")["logits"]

    def encoder_through_torchvision_names(self):
        """The deepest map after an import of the encoder alone, classifier and all, into a network with a fresh decoder."""
        state = {name[len("encoder."):]: tensor for name, tensor in self.state_dict().items()
                 if name.startswith("encoder.")}
        state["fc.weight"] = torch.zeros(1000, self.deepest.size(1))
        state["fc.bias"] = torch.zeros(1000)
        saved, checkpoint, package = (self.folder / name for name in ("encoder.pth", "encoder.ckpt", "encoder"))
        torch.save(state, saved)
        classes = "femur,adductor_magnus,semitendinosus,sciatic_nerve,femoral_artery"
        tool("import", saved, "--out", checkpoint, "--classes", classes, "--size", "96x128", "--source", "random",
             *self.options())
        tool("export", "--checkpoint", checkpoint, "--template", TEMPLATE, "--out", package, "--fp32")
        return self.applied(package)["deepest"]
