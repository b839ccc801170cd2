"""the full network on a GPU in bfloat16: throughput, latency, agreement with 32 bits (says so where there is no GPU)"""

import json
import os
import subprocess
import sys

from tests.harness import full_size, paths
from tests.harness.bounds import Bounds

PROGRAM = paths.BUILD / "model" / "sonolist-gpu-speed"


def main():
    bounds = Bounds()
    if "SONOLIST_BUILD" not in os.environ:  # else it must be there
        full_size.build(PROGRAM.name)
    done = subprocess.run([PROGRAM, full_size.PACKAGE, "--device", "cuda"], capture_output=True, text=True, check=False)
    if "is not there" in done.stderr:
        print("no CUDA device here: nothing of this check was measured")
        return 0
    if done.returncode != 0:
        sys.exit(done.stderr)
    found = json.loads(done.stdout)
    print(f"  {found['device']}: matrix-multiply ceiling {found['ceiling_flops'] / 1e12:.0f} TFLOP/s, network {found['multiply_accumulates'] / 1e9:.1f} GMAC")
    for row in found["batches"]:
        print(f"    batch {row['batch']}: {row['milliseconds']:.2f} ms, {row['images_per_second']:.0f} images/s, {row['share_of_ceiling']:.2f} of the ceiling; "
              f"from pictures to sums {row['pipeline_images_per_second']:.0f} images/s")
    bounds.at_least("bfloat16: best share of the measured ceiling", max(row["share_of_ceiling"] for row in found["batches"]), 0.5)
    (single,) = (row for row in found["batches"] if row["batch"] == 1)
    bounds.at_most("one image, network alone", single["milliseconds"], 5, " ms")
    bounds.at_least("Dice between the masks of bfloat16 and float32", found["dice_with_float32"], 0.995)
    best = max(found["batches"], key=lambda row: row["images_per_second"])
    fed = max(row["pipeline_images_per_second"] for row in found["batches"])
    bounds.at_least("pipeline from synthetic pictures over the bare network", fed / best["images_per_second"], 0.8)
    return bounds.exit_status()


if __name__ == "__main__":
    sys.exit(main())
