"""The full network at the size of the paper's input, and how fast this machine runs it."""

import json
import subprocess

from tests.harness import paths

PACKAGE = paths.ROOT / "model" / "packages" / "anterior-sciatic"
SIDE = 473
PROGRAM = paths.BUILD / "tests" / "sonolist-network-speed"


def build(*targets):
    subprocess.run([paths.ROOT / "scripts" / "build", "release", *targets], check=True)


def package(folder):
    """The shipped package with an input of 473x473: its weights do not know the size."""
    at_size = folder / "anterior-sciatic-473"
    at_size.mkdir(parents=True)
    for file in PACKAGE.iterdir():
        (at_size / file.name).symlink_to(file)
    manifest = json.loads((PACKAGE / "model.json").read_text())
    manifest["input"].update(height=SIDE, width=SIDE)
    (at_size / "model.json").unlink()
    (at_size / "model.json").write_text(json.dumps(manifest))
    return at_size


def speed(which, *words, runs=20):
    """What sonolist-network-speed measures of a package folder."""
    said = subprocess.run([PROGRAM, which, "--runs", str(runs), *map(str, words)], stdout=subprocess.PIPE, text=True, check=True).stdout
    return json.loads(said)
