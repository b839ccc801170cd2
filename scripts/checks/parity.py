"""networks, gradients and imported weights against PyTorch: equal within rounding (about 3 minutes)"""

import shutil
import sys

import torch

from tests.harness.bounds import Bounds
from tests.harness.paths import ROOT
from tests.interop.network import safetensors_file
from tests.interop.network.parity import Case, largest_error, shipped_package, vector_error

FOLDER = ROOT / "build" / "check" / "parity"
OUTPUT_BOUND, GRADIENT_BOUND, IMPORT_BOUND = 1e-4, 1e-3, 1e-6  # relative, 32-bit
CASES = [
    ("resnet50", {"attention": "none"}),
    ("resnet50-rotate3", {"attention": "rotate3"}),
    ("resnet50-paper", {"attention": "paper"}),
    ("resnet50-paper-stage", {"attention": "paper", "placement": "stage", "output_stride": 8}),
    ("resnet34-unet", {"architecture": "unet", "encoder": "resnet34", "attention": "none", "output_stride": 32}),
    ("resnet18-deeplab", {"architecture": "deeplabv3plus", "encoder": "resnet18", "attention": "rotate3"}),
    ("stdc", {"encoder": "stdc", "attention": "paper", "placement": "stage", "output_stride": 32}),
]


def judge_network(bounds, case):
    """Returns our logits of the weights that came by torch.save."""
    outputs, gradients = case.through_torch_save()
    bounds.at_most(f"{case.name}: logits", largest_error(outputs["logits"], case.logits), OUTPUT_BOUND)
    bounds.at_most(f"{case.name}: deepest map of the encoder", largest_error(outputs["deepest"], case.deepest),
                   OUTPUT_BOUND)
    parameters = dict(case.network.named_parameters())
    bounds.true(f"{case.name}: parameters", parameters.keys() == gradients.keys(),
                f"{len(gradients)} gradients (must be those of {len(parameters)} parameters)")
    errors = {name: vector_error(gradient, parameters[name].grad) for name, gradient in gradients.items()}
    worst = max(errors, key=errors.get)
    bounds.at_most(f"{case.name}: gradients, worst at {worst}", errors[worst], GRADIENT_BOUND)
    return outputs["logits"]


def judge_imports(bounds, case, expected):
    state = case.network.state_dict()
    parallel = {"epoch": 3, "state_dict": {"module." + name: tensor for name, tensor in state.items()}}
    ways = {
        "safetensors": lambda path: safetensors_file.write(path, state),
        "torch.save as before PyTorch 1.6": lambda path: torch.save(state, path, _use_new_zipfile_serialization=False),
        "torch.save of a training state with DataParallel": lambda path: torch.save(parallel, path),
    }
    for number, (way, write) in enumerate(ways.items()):
        logits = case.through_file(f"way-{number}.weights", write)
        bounds.at_most(f"{case.name}: {way} against torch.save", largest_error(logits, expected), IMPORT_BOUND)
    bounds.at_most(f"{case.name}: TorchScript", largest_error(case.through_torchscript(), case.logits), OUTPUT_BOUND)


def judge_shipped_package(bounds):
    ours, theirs = shipped_package(FOLDER)
    bounds.at_most("anterior-sciatic as it ships: logits", largest_error(ours, theirs), OUTPUT_BOUND)


def main():
    bounds = Bounds()
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    torch.set_num_threads(max(2, torch.get_num_threads()))  # with one, Debian's build falls back to a slow BLAS
    print(f"PyTorch {torch.__version__}; relative errors, 32-bit")
    judge_shipped_package(bounds)
    for seed, (name, architecture) in enumerate(CASES, 1):
        case = Case(FOLDER, name, seed, **architecture)
        logits = judge_network(bounds, case)
        if name == "resnet50-paper":
            judge_imports(bounds, case, logits)
        if name in ("resnet50", "resnet34-unet"):
            bounds.at_most(f"{name}: encoder with torchvision's names",
                           largest_error(case.encoder_through_torchvision_names(), case.deepest), OUTPUT_BOUND)
        shutil.rmtree(case.folder)
    return bounds.exit_status()


if __name__ == "__main__":
    sys.exit(main())
