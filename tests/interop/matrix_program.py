"""Runs sonolist-result-matrix, which writes SEG and SR of every kind of image through the processor's own code."""

import subprocess

from tests.harness import paths

from . import cases, tools


def write(folder, *names):
    """[Case] in the folder: all, or those named "<image>-<type>-<geometry>"."""
    program = tools.build("sonolist-result-matrix") / "sonolist-result-matrix"
    subprocess.run([program, paths.PACKAGE / "model.json", folder, *names], check=True)
    return cases.cases_in(folder)
