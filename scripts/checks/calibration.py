"""Probabilities of regional-anaesthesia on the hold-out, without and with its temperatures; estimated against true Dice (about 3 minutes)"""

import json
import shutil
import sys

from tests.harness import real_data
from tests.harness.bounds import Bounds
from tests.harness.paths import ROOT

FOLDER = ROOT / "build" / "check" / "calibration"
LEAST_CORRELATION = 0.7


def without_temperatures(package, folder):
    shutil.copytree(package, folder)
    manifest = json.loads((folder / "model.json").read_text())
    manifest["temperatures"] = []
    (folder / "model.json").write_text(json.dumps(manifest))
    return folder


def main():
    bounds = Bounds()
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    packed = real_data.pack(FOLDER)
    before = real_data.hold_out(without_temperatures(real_data.PACKAGE, FOLDER / "uncalibrated"), packed, FOLDER / "before")
    after = real_data.hold_out(real_data.PACKAGE, packed, FOLDER / "after")
    bounds.true("the package has temperatures", after["package"]["temperatures"], str(after["package"]["temperatures"]))
    print(f"  {'class':<8} {'ECE before':>11} {'after':>9}   over pixels of probability .01 and more: {'before':>9} {'after':>9}")
    for structure in after["package"]["classes"][1:]:
        was, now = (evaluation["classes"][structure]["calibration"] for evaluation in (before, after))
        print(f"  {structure:<8} {was['ece']:>11.5f} {now['ece']:>9.5f} {'':>42} {was['ece_foreground']:>9.4f} {now['ece_foreground']:>9.4f}")
    bounds.at_most("negative log likelihood after less before", after["calibration"]["nll"] - before["calibration"]["nll"], 0)
    for structure in after["package"]["classes"][1:]:
        found = after["classes"][structure]["estimated_dice_correlation"]
        print(f"       {structure}: estimated against true Dice, Pearson {found['pearson']:.3f} {found['pearson_interval_95']}, Spearman {found['spearman']:.3f}, {found['pairs']} images")
    found = after["estimated_dice_correlation"]
    bounds.at_least(f"correlation of estimated with true Dice, {found['pairs']} pairs, 95 % {found['pearson_interval_95']}", found["pearson"], LEAST_CORRELATION)
    return bounds.exit_status()


if __name__ == "__main__":
    sys.exit(main())
