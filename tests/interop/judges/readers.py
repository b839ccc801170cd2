"""Libraries of others that read SEG and SR: what they read must be the truth of the case.

A reader is a program that takes case folders and prints for each one line of JSON: {"frames": [...], "measurements": [...]} as in
truth.json, or {"error": text}.
"""

import json
import os
import subprocess
from pathlib import Path

from tests.interop import tools
from tests.interop.truth import differences

from .finding import Finding

HERE = Path(__file__).parent


class Reader:
    def __init__(self, name, what, command):
        self.NAME, self.WHAT, self.command = name, what, command

    def judge(self, cases):
        answers = subprocess.run([*self.command, *(case.folder for case in cases)], stdout=subprocess.PIPE, text=True, check=True,
                                 env={**os.environ, "NODE_MODULES": str(tools.NODE_MODULES)}).stdout.splitlines()
        if len(answers) != len(cases):
            raise RuntimeError(f"{self.NAME} answered {len(answers)} of {len(cases)} cases")
        return [Finding(case.name, message) for case, answer in zip(cases, answers) for message in self.messages(case, json.loads(answer))]

    @staticmethod
    def messages(case, answer):
        return [f"Error: {answer['error']}"] if "error" in answer else differences(case.truth(), answer)


PYDICOM = Reader("pydicom", "pixels and measurements as in the truth", [tools.PYTHON, HERE / "pydicom_reader.py"])
HIGHDICOM = Reader("highdicom", "pixels and measurements as in the truth", [tools.PYTHON, HERE / "highdicom_reader.py"])
DCMJS = Reader("dcmjs", "pixels and measurements as in the truth", ["node", HERE / "dcmjs_reader.mjs"])
