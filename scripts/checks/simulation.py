"""anterior-sciatic-compact on 600 SIMULATED images from parameter ranges that its training never drew: above the paper's IoU (about 5 minutes)"""

import shutil
import sys

from tests.harness import model_tool
from tests.harness.bounds import Bounds
from tests.harness.paths import ROOT

FOLDER = ROOT / "build" / "check" / "simulation"
# anterior-sciatic 0.1.0 is not judged here: its training drew from all ranges, those of this check included.
PACKAGE = ROOT / "model" / "packages" / "anterior-sciatic-compact"
# Mean IoU of the sciatic nerve paper on its own patients; here only a yardstick, the images are simulated.
PUBLISHED = {"femur": 0.884, "adductor_magnus": 0.789, "semitendinosus": 0.731, "sciatic_nerve": 0.675, "femoral_artery": 0.588}
IMAGES, FIRST_SEED = 600, 700001


def main():
    bounds = Bounds()
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    pack = FOLDER / "held-out.pack"
    model_tool.run("phantom", "--scene", "anterior", "--ranges", "held-out", "--count", IMAGES, "--seed", FIRST_SEED, "--size", "480x640", "--out", pack,
                   "--packed-size", "240x320")
    found = model_tool.evaluate(PACKAGE, pack, FOLDER / "evaluation")
    model_tool.run("report", "--evaluation", FOLDER / "evaluation", "--out", FOLDER / "report")
    for structure, published in PUBLISHED.items():
        mean, text = model_tool.mean_with_interval(found, structure, "iou")
        bounds.true(f"{structure}: mean IoU", mean > published, f"{text} (bound: above {published})")
    title = (FOLDER / "report" / "report.html").read_text().partition("<title>")[2].partition("</title>")[0]
    bounds.true("the report says simulated in its title", "SIMULATED" in title, title)
    return bounds.exit_status()


if __name__ == "__main__":
    sys.exit(main())
