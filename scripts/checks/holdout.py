"""regional-anaesthesia on the real images that no choice ever saw, against a U-Net trained the same way (about 3 minutes)"""

import json
import shutil
import statistics
import sys

from tests.harness import model_tool, real_data
from tests.harness.bounds import Bounds
from tests.harness.paths import ROOT

FOLDER = ROOT / "build" / "check" / "holdout"
# One U-Net on the same encoder, weights of natural images, pictures, split, schedule and views; the decoder differs, and it has no attention.
BASELINE = ROOT / "tests" / "baselines" / "regional-unet"
WANTED = {"nerve": 0.80, "vessel": 0.85}
LEAST_IMAGES = 40


def judge_beside_baseline(bounds, ours, packed):
    theirs = real_data.hold_out(BASELINE, packed, FOLDER / "unet")
    for structure in WANTED:
        mine, other = (statistics.mean(model_tool.dice_where_held(evaluation, structure).values()) for evaluation in (ours, theirs))
        print(f"       {structure}, U-Net: {model_tool.mean_with_interval(theirs, structure, 'dice')[1]}")
        bounds.at_least(f"{structure}: ours less the U-Net's {other:.4f}", mine - other, 0)


def main():
    bounds = Bounds()
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    packed = real_data.pack(FOLDER)
    split = json.loads(real_data.SPLIT.read_text())
    bounds.at_least("images held out", len(split["test"]), LEAST_IMAGES)
    parts = [set(split["groups"][part]) for part in ("training", "validation", "test")]
    bounds.equal("groups that two parts share", sorted((parts[0] & parts[1]) | (parts[0] & parts[2]) | (parts[1] & parts[2])), [])
    ours = real_data.hold_out(real_data.PACKAGE, packed, FOLDER / "ours")
    for structure, wanted in WANTED.items():
        mine = model_tool.dice_where_held(ours, structure)
        print(f"       {structure}, with images where only the prediction holds it: {model_tool.mean_with_interval(ours, structure, 'dice')[1]}")
        bounds.at_least(f"{structure}: mean Dice over the {len(mine)} images that hold it", statistics.mean(mine.values()), wanted)
    bounds.true("a U-Net trained the same way", BASELINE.is_dir(), str(BASELINE.relative_to(ROOT)))
    compared = ["--evaluation", FOLDER / "ours"]
    if BASELINE.is_dir():
        judge_beside_baseline(bounds, ours, packed)
        compared += ["--evaluation", FOLDER / "unet"]
    model_tool.run("report", *compared, "--out", FOLDER / "report")
    print(f"       to be looked at: {FOLDER / 'report' / 'report.html'}")
    return bounds.exit_status()


if __name__ == "__main__":
    sys.exit(main())
