"""dcentvfy (dicom3tools): patient, study, series and equipment agree across source, SEG and SR."""

import subprocess

from .finding import Finding

NAME = "dcentvfy"
WHAT = "source, SEG and SR agree"


def judge(cases):
    return [Finding(case.name, line) for case in cases for line in messages(case)]


def messages(case):
    output = subprocess.run(["dcentvfy", case.source.name, *(file.name for file in case.results)], cwd=case.folder, stdout=subprocess.PIPE,
                            stderr=subprocess.STDOUT, text=True, errors="replace").stdout
    return output.splitlines()
