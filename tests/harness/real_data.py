"""The real images as the shipped networks were trained and judged on them: one split, in whole groups."""

import json
import sys

from tests.harness import model_tool
from tests.harness.paths import DATA, ROOT

PACKAGE = ROOT / "model" / "packages" / "regional-anaesthesia"
SPLIT = PACKAGE / "split.json"
SOURCE = "usgra-seg dataset, T. M. K., 2025, CC-BY-4.0"


def pack(folder):
    """The packed data set, made anew, in which the committed split fits; ends the check where it does not."""
    if not (DATA / "usgra").is_dir():
        sys.exit(f"{DATA}/usgra: the real images are not there; set SONOLIST_DATA")
    packed, split = folder / "usgra.pack", folder / "split.json"
    model_tool.run("pack", "--images", DATA / "usgra" / "images", "--masks", DATA / "usgra" / "masks", "--classes", "nerve,vessel", "--block", 5,
                   "--merge-duplicates", "--size", "480x480", "--source", SOURCE, "--out", packed)
    model_tool.run("split", "--packed", packed, "--ratio", "6:2:2", "--seed", 1, "--out", split)
    if json.loads(split.read_text()) != json.loads(SPLIT.read_text()):
        sys.exit(f"{SPLIT}: is not what 'split --ratio 6:2:2 --seed 1' gives; the hold-out would not be the one that training left alone")
    return packed


def hold_out(package, packed, folder):
    """The evaluation of a package on the test part."""
    return model_tool.evaluate(package, packed, folder, "--split", SPLIT, "--part", "test")
