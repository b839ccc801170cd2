"""Where scripts/setup judges puts what is no Debian package, and programs of ours that only checks need."""

import subprocess

from tests.harness.paths import BUILD, ROOT

FOLDER = ROOT / "build" / "judges"
PYTHON = FOLDER / "venv" / "bin" / "python"
NODE_MODULES = FOLDER / "node" / "node_modules"
VIEWER = FOLDER / "ohif"


def installed():
    return (FOLDER / "installed").exists()


def build(target):
    """Builds a program that is left out of the ordinary build; returns the folder that CMake puts it in."""
    subprocess.run(["cmake", "--build", BUILD, "--target", target], check=True, stdout=subprocess.DEVNULL)
    return BUILD / "tests"
