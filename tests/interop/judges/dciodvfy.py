"""dciodvfy (dicom3tools): the information object definitions."""

import re
import subprocess

from .finding import Finding

NAME = "dciodvfy"
WHAT = "information objects"


def judge(cases):
    return [Finding(case.name, f"{file.name}: {line}") for case in cases for file in case.results for line in messages(file)]


def messages(file):
    """dciodvfy writes to standard error and its exit status says nothing; the first line that is no message names the IOD."""
    output = subprocess.run(["dciodvfy", file], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace").stdout
    lines = output.splitlines()
    found = [line for line in lines if re.match(r"(Error|Warning|\(0x)", line)]
    if not any(re.fullmatch(r"\w+", line) for line in lines):
        found.append("Error - the information object was not recognised")
    return found
