"""Starts one Java machine for all files (it takes seconds to start, and its rules as long to compile)."""

import json
import subprocess
from pathlib import Path

from tests.interop import tools

PROGRAM = Path(__file__).with_name("pixelmed_program.py")


def validate(validator, files):
    """[[line, ...]] of the validator ("DicomSRValidator" or "DicomInstanceValidator") for each file."""
    halves = [files[0::2], files[1::2]]
    children = [subprocess.Popen([tools.PYTHON, PROGRAM, validator, *half], stdout=subprocess.PIPE, text=True) for half in halves if half]
    answers = [child.communicate()[0] for child in children]
    for child in children:
        if child.returncode != 0:
            raise RuntimeError(f"PixelMed's {validator} ended with status {child.returncode}")
    texts = {}
    for answer in answers:
        texts.update(json.loads(answer))
    return [texts[str(file)].splitlines() for file in files]


def complaints(lines):
    return [line for line in lines if line.startswith(("Error", "Warning"))]
