"""sonolist-model as the checks use it: runs a command, reads an evaluation."""

import json
import subprocess
import sys

from tests.harness.paths import MODEL_TOOL


def run(*words):
    """Ends the check with the program's own words when it fails; its progress goes to the terminal."""
    done = subprocess.run([str(MODEL_TOOL), *map(str, words)], stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"sonolist-model {' '.join(map(str, words))}: exit status {done.returncode}\n{done.stdout}")
    return done.stdout


def evaluate(package, pack, folder, *words):
    run("evaluate", "--package", package, "--packed", pack, "--out", folder, *words)
    return json.loads((folder / "evaluation.json").read_text())


def mean_with_interval(evaluation, structure, measure):
    summary = evaluation["classes"][structure]["measures"][measure]
    low, high = summary["mean_interval_95"] or (float("nan"), float("nan"))
    return summary["mean"], f"{summary['mean']:.3f} [{low:.3f}, {high:.3f}], {summary['images']} images"


def dice_where_held(evaluation, structure):
    """Dice of each image whose reference holds the structure: one that is missed counts 0."""
    index = evaluation["package"]["classes"].index(structure)
    found = {}
    for image in evaluation["per_image"]:
        result = image["structures"][index]
        if result["reference"] > 0:
            found[image["name"]] = 2 * result["overlap"] / (result["reference"] + result["predicted"])
    return found
