"""sonolist-model crossval --template: packages of the folds, and one evaluation in which every image was measured by a network that never saw it."""

import json
import subprocess

import pytest

from tests.harness.paths import MODEL_TOOL, ROOT

TEMPLATES = ROOT / "model" / "packages" / "templates"
NETWORK = ["--architecture", "unet", "--encoder", "stdc", "--attention", "none", "--output-stride", "32", "--decoder-channels", "8"]


def run(*words, fails=False):
    done = subprocess.run([MODEL_TOOL, *map(str, words)], capture_output=True, text=True, check=False)
    assert (done.returncode != 0) == fails, done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def phantoms(tmp_path_factory):
    pack = tmp_path_factory.mktemp("phantoms") / "p.pack"
    run("phantom", "--scene", "regional", "--detail", "reduced", "--count", 10, "--size", "96x128", "--out", pack)
    split = pack.with_name("split.json")
    run("split", "--packed", pack, "--ratio", "8:0:2", "--seed", 1, "--out", split)
    return pack, split


def crossval(phantoms, out, template, fails=False):
    pack, split = phantoms
    return run("crossval", "--packed", pack, "--split", split, "--folds", 2, *NETWORK, "--size", "64x64", "--crop", "none", "--iterations", 2, "--batch", 2,
               "--template", TEMPLATES / template, "--name", "folds", "--out", out, fails=fails)


def test_every_image_but_the_test_part_is_measured_once_and_reported(phantoms, tmp_path):
    said = crossval(phantoms, tmp_path / "run", "regional-anaesthesia.json")
    assert "each image by the network of 2 folds that did not train on it" in said
    evaluation = json.loads((tmp_path / "run/evaluation/evaluation.json").read_text())
    parts = json.loads(phantoms[1].read_text())
    assert sorted(image["name"] for image in evaluation["per_image"]) == sorted(parts["training"] + parts["validation"])
    hashes = {json.loads((tmp_path / f"run/fold-{fold}/package/model.json").read_text())["weights"]["sha256"] for fold in (1, 2)}
    assert len(hashes) == 2
    run("report", "--evaluation", tmp_path / "run/evaluation", "--out", tmp_path / "report")
    report = (tmp_path / "report/report.html").read_text()
    assert "folds 0.1.0 on 8 images in 8 groups" in report and "SIMULATED" in report
    assert "weights SHA-256" not in report  # each fold has its own


def test_a_template_of_other_classes_is_refused_before_training(phantoms, tmp_path):
    assert "'classes' has 5 entries" in crossval(phantoms, tmp_path / "run", "anterior-sciatic.json", fails=True)
    assert not (tmp_path / "run/fold-1").exists()
