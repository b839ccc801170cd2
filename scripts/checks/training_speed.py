"""Images a second in training, and what share of the machine's measured ceiling that is (CPU 2 minutes; CUDA where there is one)"""

import json
import subprocess
import sys

from tests.harness.bounds import Bounds
from tests.harness.paths import BUILD, ROOT

# Name, options, pictures a step, steps timed on the CPU, least share of the ceiling there.
NETWORKS = [
    ("compact (STDC)", ["--architecture", "triplet_attention_net", "--encoder", "stdc", "--placement", "stage", "--output-stride", "32"], 8, 4, 0.10),
    ("U-Net ResNet-34", ["--architecture", "unet", "--encoder", "resnet34", "--attention", "none", "--output-stride", "32"], 8, 2, 0.25),
    ("ResNet-50 + Triplet Attention", [], 8, 2, 0.15),
]
SIZE = "240x320"
RECIPE_PICTURES = 154 * 100  # the published recipe's 100 epochs on the real training set here


def measured(program, options, batch, steps, device):
    command = [program, *options, "--size", SIZE, "--batch", str(batch), "--steps", str(steps), "--device", device]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}\n{done.stderr}")
    return json.loads(done.stdout)


def main():
    subprocess.run([ROOT / "scripts" / "build", "release", "sonolist-training-speed"], check=True, stdout=subprocess.DEVNULL)
    program = BUILD / "model" / "sonolist-training-speed"
    bounds = Bounds()
    cuda = measured(program, NETWORKS[0][1], 2, 1, "auto")["device"].startswith("cuda")
    for device in ["cpu"] + (["cuda"] if cuda else []):
        print(f"{device}, {SIZE}, augmentation and moving average included")
        print(f"  {'network':<31} {'M parameters':>12} {'GMAC':>7} {'images/s':>9} {'ceiling TFLOP/s':>16} {'share':>6} {'full recipe':>12}")
        for name, options, batch, steps, least in NETWORKS:
            on_gpu = device == "cuda"
            found = measured(program, options, 64 if on_gpu else batch, 40 if on_gpu else steps, device)
            hours = RECIPE_PICTURES / found["images_per_second"] / 3600
            print(f"  {name:<31} {found['parameters'] / 1e6:>12.2f} {found['multiply_accumulates'] / 1e9:>7.2f} {found['images_per_second']:>9.2f}"
                  f" {found['ceiling_flops'] / 1e12:>16.3f} {found['share_of_ceiling']:>6.2f} {hours:>10.2f} h", flush=True)
            if not on_gpu:
                bounds.at_least(f"{name}: share of the ceiling", found["share_of_ceiling"], least)
    if not cuda:
        print("no CUDA device here: the GPU's figures were not measured")
    return bounds.exit_status()


if __name__ == "__main__":
    sys.exit(main())
