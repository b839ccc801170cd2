"""anterior-sciatic and its compact sibling on 600 SIMULATED images from parameter ranges that training never drew: above the paper's IoU (about 8 minutes)"""

import shutil
import sys

from tests.harness import model_tool
from tests.harness.bounds import Bounds
from tests.harness.paths import ROOT

FOLDER = ROOT / "build" / "check" / "simulation"
PACKAGES = ["anterior-sciatic", "anterior-sciatic-compact"]
# Mean IoU of the sciatic nerve paper on its own patients; here only a yardstick, the images are simulated.
PUBLISHED = {"femur": 0.884, "adductor_magnus": 0.789, "semitendinosus": 0.731, "sciatic_nerve": 0.675, "femoral_artery": 0.588}
IMAGES, FIRST_SEED = 600, 700001


def judge(bounds, name, pack):
    evaluation = FOLDER / name
    found = model_tool.evaluate(ROOT / "model" / "packages" / name, pack, evaluation)
    report = FOLDER / f"{name}-report"
    model_tool.run("report", "--evaluation", evaluation, "--out", report)
    for structure, published in PUBLISHED.items():
        mean, text = model_tool.mean_with_interval(found, structure, "iou")
        bounds.true(f"{name}, {structure}: mean IoU", mean > published, f"{text} (bound: above {published})")
    title = (report / "report.html").read_text().partition("<title>")[2].partition("</title>")[0]
    bounds.true(f"{name}: the report says simulated in its title", "SIMULATED" in title, title)


def main():
    bounds = Bounds()
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    pack = FOLDER / "held-out.pack"
    model_tool.run("phantom", "--scene", "anterior", "--ranges", "held-out", "--count", IMAGES, "--seed", FIRST_SEED, "--size", "480x640", "--out", pack,
                   "--packed-size", "240x320")
    for name in PACKAGES:
        judge(bounds, name, pack)
    return bounds.exit_status()


if __name__ == "__main__":
    sys.exit(main())
