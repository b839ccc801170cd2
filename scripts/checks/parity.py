"""networks, gradients and imported weights against PyTorch: equal within rounding (about 3 minutes)"""

import shutil
import statistics
import sys

import torch

from tests.harness.bounds import Bounds
from tests.harness.paths import ROOT
from tests.interop.network import safetensors_file
from tests.interop.network.parity import Case, largest_error, shipped_package, vector_error

FOLDER = ROOT / "build" / "check" / "parity"
OUTPUT_BOUND, GRADIENT_BOUND, IMPORT_BOUND = 1e-4, 1e-3, 1e-6  # relative
CASES = [
    ("resnet50", {"attention": "none"}),
    ("resnet50-rotate3", {"attention": "rotate3"}),
    ("resnet50-paper", {"attention": "paper"}),
    ("resnet50-paper-stage", {"attention": "paper", "placement": "stage", "output_stride": 8}),
    ("resnet34-unet", {"architecture": "unet", "encoder": "resnet34", "attention": "none", "output_stride": 32}),
    ("resnet18-deeplab", {"architecture": "deeplabv3plus", "encoder": "resnet18", "attention": "rotate3"}),
    ("stdc", {"encoder": "stdc", "attention": "paper", "placement": "stage", "output_stride": 32}),
    ("lite-unet", {"architecture": "unet", "encoder": "efficientnet-lite0", "attention": "paper", "placement": "stage",
                   "output_stride": 32}),
    ("lite2", {"encoder": "efficientnet-lite2", "attention": "rotate3", "placement": "stage", "output_stride": 32}),
]


def judge_network(bounds, case):
    """Returns the package of the weights that came by torch.save, and our logits."""
    package = case.package_of_torch_save()
    outputs = case.applied(package)
    bounds.at_most(f"{case.name}: logits", largest_error(outputs["logits"], case.logits), OUTPUT_BOUND)
    bounds.at_most(f"{case.name}: deepest map of the encoder", largest_error(outputs["deepest"], case.deepest),
                   OUTPUT_BOUND)
    return package, outputs["logits"]


def judge_gradients(bounds, case, package):
    """In 64 bits. In 32 a maximum over an axis may fall on another of two almost equal cells, and the gradient of a gate's
    bias, a sum in which most cancels, is mostly rounding: PyTorch's own differ by more than the bound between 32 and 64
    bits. What 32 bits give is printed beside, with PyTorch's own, and not judged."""
    exact, ours = case.gradients(torch.float64), case.our_gradients(package, "--double")
    bounds.true(f"{case.name}: parameters", exact.keys() == ours.keys(),
                f"{len(ours)} gradients (must be those of {len(exact)} parameters)")
    errors = {name: vector_error(ours[name], exact[name]) for name in exact}
    worst = max(errors, key=errors.get)
    bounds.at_most(f"{case.name}: gradients, worst at {worst}", errors[worst], GRADIENT_BOUND)
    ours, theirs = case.our_gradients(package), case.gradients(torch.float32)
    rounding = [[vector_error(gradients[name], exact[name]) for name in exact] for gradients in (ours, theirs)]
    print("       in 32 bits against 64, median and worst of the parameters: "
          + ", ".join(f"{who} {statistics.median(row):.2g} and {max(row):.2g}"
                      for who, row in zip(("ours", "PyTorch's"), rounding)))


def judge_imports(bounds, case, expected):
    state = case.state_dict()
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
    print(f"PyTorch {torch.__version__}; relative errors; 32 bits where nothing else is said")
    judge_shipped_package(bounds)
    for seed, (name, architecture) in enumerate(CASES, 1):
        if sys.argv[1:] and name not in sys.argv[1:]:
            continue
        case = Case(FOLDER, name, seed, **architecture)
        package, logits = judge_network(bounds, case)
        judge_gradients(bounds, case, package)
        if name == "resnet50-paper":
            judge_imports(bounds, case, logits)
        if name in ("resnet50", "resnet34-unet"):
            bounds.at_most(f"{name}: encoder with torchvision's names",
                           largest_error(case.encoder_through_torchvision_names(), case.deepest), OUTPUT_BOUND)
        shutil.rmtree(case.folder)
    return bounds.exit_status()


if __name__ == "__main__":
    sys.exit(main())
